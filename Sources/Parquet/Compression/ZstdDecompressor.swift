import CZstd
internal import Synchronization

/// Decompresses pages, one after the other. Used by one task at a time.
package final class ZstdDecompressor {
    private let context: Context

    init() {
        context = Context.idle.withLock { $0.popLast() } ?? Context()
    }

    deinit {
        let context = context
        Context.idle.withLock { idle in
            if idle.count < idleDecompressorLimit { idle.append(context) }
        }
    }

    /// What `ZstdCompressor.frame` compressed.
    package static func content(ofFrame bytes: RawSpan, byteCount: Int) throws -> [UInt8] {
        var output: [UInt8] = []
        try ZstdDecompressor().decompress(bytes, byteCount: byteCount, into: &output)
        return output
    }

    /// Appends exactly `byteCount` decompressed bytes, or throws `corruption`.
    func decompress(_ bytes: RawSpan, byteCount: Int, into output: inout [UInt8]) throws {
        let announced = unsafe bytes.withUnsafeBytes { unsafe ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
        // The two highest values say "unknown" and "no frame". The rest of the truth is found out below, as there may
        // be further frames.
        guard announced == UInt64.max || announced <= UInt64(byteCount) else {
            throw ParquetError.corruption("compressed data is no zstd frame of the announced size")
        }
        var result = 0
        output.append(addingCapacity: byteCount) { target in
            unsafe target.withUnsafeMutableBufferPointer { buffer, initialized in
                result = unsafe bytes.withUnsafeBytes {
                    unsafe ZSTD_decompressDCtx(
                        context.pointer, buffer.baseAddress, byteCount, $0.baseAddress, $0.count)
                }
                initialized = ZSTD_isError(result) == 0 ? result : 0
            }
        }
        guard ZSTD_isError(result) == 0 else {
            throw ParquetError.corruption("zstd: \(unsafe String(cString: ZSTD_getErrorName(result)))")
        }
        guard result == byteCount else { throw ParquetError.corruption("compressed data yields fewer bytes") }
    }
}

/// What zstd works with. To make it anew costs more than most pages, so it is kept for the next who needs one.
@safe private final class Context: @unchecked Sendable {
    // Sendable because it has one owner at a time: a decompressor, or the list of those that are idle.
    static let idle = Mutex<[Context]>([])

    let pointer: OpaquePointer

    init() {
        guard let pointer = unsafe ZSTD_createDCtx() else { preconditionFailure("no memory for a zstd context") }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe ZSTD_freeDCtx(pointer)
    }
}
