import CZstd

/// Decompresses pages, one after the other, with memory that it keeps between them. Used by one task at a time.
@safe package final class ZstdDecompressor {
    private let context: OpaquePointer

    init() {
        guard let context = unsafe ZSTD_createDCtx() else { preconditionFailure("no memory for a zstd context") }
        unsafe self.context = context
    }

    deinit {
        unsafe ZSTD_freeDCtx(context)
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
                    unsafe ZSTD_decompressDCtx(context, buffer.baseAddress, byteCount, $0.baseAddress, $0.count)
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
