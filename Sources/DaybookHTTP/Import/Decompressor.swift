internal import CZlib
internal import CZstd

/// Undoes gzip (RFC 1952) or zstd (RFC 8878) piece by piece. Members and frames may follow each other.
///
/// It holds the window of the format, the piece it was fed and the piece it makes; no more. All unsafe code of the
/// target is in this file.
@safe package final class Decompressor {
    @unsafe private enum Machine {
        case gzip(UnsafeMutablePointer<z_stream>)
        case zstd(OpaquePointer)
    }

    private let machine: Machine
    private var input: [UInt8] = []
    private var position = 0
    private var hasMoreOutput = false
    /// Whether the bytes so far end where a member or a frame does.
    private(set) var isComplete = true
    private var inputByteCount = 0
    private var outputByteCount = 0

    private let isTrusted: Bool

    /// `nil` for `identity`.
    ///
    /// - Parameter isTrusted: whether the bytes come from whoever runs the program: then they may grow and take as
    ///   much memory as the format allows.
    package init?(_ encoding: ContentEncoding, isTrusted: Bool = false) {
        self.isTrusted = isTrusted
        switch encoding {
        case .identity:
            return nil
        case .gzip:
            let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
            unsafe stream.initialize(to: z_stream())
            let result = unsafe daybook_inflate_gzip_init(stream)
            precondition(result == Z_OK, "zlib has no memory")
            unsafe machine = .gzip(stream)
        case .zstd:
            guard let stream = unsafe ZSTD_createDStream() else { preconditionFailure("zstd has no memory") }
            let result = unsafe ZSTD_DCtx_setParameter(
                stream, ZSTD_d_windowLogMax, isTrusted ? Limits.trustedZstdWindowLog : Limits.zstdWindowLog)
            precondition(ZSTD_isError(result) == 0, "zstd does not know the window")
            unsafe machine = .zstd(stream)
        }
    }

    deinit {
        switch unsafe machine {
        case .gzip(let stream):
            unsafe inflateEnd(stream)
            unsafe stream.deallocate()
        case .zstd(let stream):
            unsafe ZSTD_freeDStream(stream)
        }
    }

    /// Takes the next compressed bytes; those before must be used up.
    package func feed(_ bytes: [UInt8]) {
        precondition(position == input.count && !hasMoreOutput)
        input = bytes
        position = 0
        inputByteCount += bytes.count
    }

    /// The next decompressed bytes; `nil` when more compressed ones are needed.
    ///
    /// - Throws: `ControlError` with `bodyInvalid`, or with `bodyTooLarge` for a body that grows out of proportion.
    package func next() throws -> [UInt8]? {
        while position < input.count || hasMoreOutput {
            var produced = 0
            let piece = try unsafe [UInt8](unsafeUninitializedCapacity: Limits.decodedPieceByteCount) { buffer, count in
                produced = try unsafe step(into: buffer)
                count = produced
            }
            hasMoreOutput = produced == Limits.decodedPieceByteCount
            outputByteCount += produced
            guard
                isTrusted
                    || outputByteCount
                        <= max(Limits.decodedByteCountMinimum, inputByteCount * Limits.decodedGrowthMaximum)
            else {
                throw ControlError(
                    .bodyTooLarge,
                    "the body grows to more than \(Limits.decodedGrowthMaximum) times its size, send it as it is")
            }
            if produced > 0 { return piece }
        }
        return nil
    }

    /// - Throws: `ControlError` with `bodyInvalid` when the bytes end within a member or frame.
    package func finish() throws {
        guard isComplete else { throw Self.malformed("ends too early") }
    }

    private func step(into output: UnsafeMutableBufferPointer<UInt8>) throws -> Int {
        try unsafe input.withUnsafeBufferPointer { input in
            let rest = unsafe UnsafeBufferPointer(rebasing: input[position...])
            return switch unsafe machine {
            case .gzip(let stream): try unsafe inflate(rest, with: stream, into: output)
            case .zstd(let stream): try unsafe decompress(rest, with: stream, into: output)
            }
        }
    }

    private func inflate(
        _ rest: UnsafeBufferPointer<UInt8>, with stream: UnsafeMutablePointer<z_stream>,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) throws -> Int {
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: rest.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(rest.count)
        unsafe stream.pointee.next_out = output.baseAddress
        unsafe stream.pointee.avail_out = UInt32(output.count)
        let result = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
        unsafe position += rest.count - Int(stream.pointee.avail_in)
        let produced = unsafe output.count - Int(stream.pointee.avail_out)
        switch result {
        case Z_STREAM_END:
            isComplete = true
            unsafe inflateReset(stream)
        case Z_OK, Z_BUF_ERROR:
            // No progress is none because there is no input; the input counts as begun.
            if !rest.isEmpty { isComplete = false }
        default:
            throw Self.malformed("is not gzip")
        }
        return produced
    }

    private func decompress(
        _ rest: UnsafeBufferPointer<UInt8>, with stream: OpaquePointer,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) throws -> Int {
        var source = unsafe ZSTD_inBuffer(src: rest.baseAddress, size: rest.count, pos: 0)
        var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let result = unsafe ZSTD_decompressStream(stream, &target, &source)
        guard ZSTD_isError(result) == 0 else {
            throw Self.malformed("is not zstd, or needs a window of more than \(1 << (Limits.zstdWindowLog - 20)) MiB")
        }
        unsafe position += source.pos
        let produced = unsafe target.pos
        if result == 0 {
            isComplete = true
        } else if unsafe source.pos > 0 || produced > 0 {
            isComplete = false
        }
        return produced
    }

    private static func malformed(_ what: String) -> ControlError {
        ControlError(.bodyInvalid, "the body \(what), though its content encoding says so")
    }
}
