import CZstd

/// Compresses pages, one after the other, with memory that it keeps between them. Used by one task at a time.
@safe final class ZstdCompressor {
    private let context: OpaquePointer

    init() {
        guard let context = unsafe ZSTD_createCCtx() else { preconditionFailure("no memory for a zstd context") }
        unsafe self.context = context
    }

    deinit {
        unsafe ZSTD_freeCCtx(context)
    }

    /// Appends the compressed form of `bytes`, one frame that names its size.
    ///
    /// - Returns: the number of bytes appended.
    func compress(_ bytes: RawSpan, level: Int, into output: inout [UInt8]) throws -> Int {
        let level = Int32(clamping: max(Int(ZSTD_minCLevel()), min(level, Int(ZSTD_maxCLevel()))))
        var result = 0
        output.append(addingCapacity: ZSTD_compressBound(bytes.byteCount)) { target in
            unsafe target.withUnsafeMutableBufferPointer { buffer, initialized in
                result = unsafe bytes.withUnsafeBytes {
                    unsafe ZSTD_compressCCtx(context, buffer.baseAddress, buffer.count, $0.baseAddress, $0.count, level)
                }
                initialized = ZSTD_isError(result) == 0 ? result : 0
            }
        }
        guard ZSTD_isError(result) == 0 else {
            throw ParquetError.invalidInput("zstd: \(unsafe String(cString: ZSTD_getErrorName(result)))")
        }
        return result
    }
}
