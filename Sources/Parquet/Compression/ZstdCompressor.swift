import CZstd

/// Compresses pages, one after the other, with memory that it keeps between them. Used by one task at a time.
@safe package final class ZstdCompressor {
    private let context: OpaquePointer

    init() {
        guard let context = unsafe ZSTD_createCCtx() else { preconditionFailure("no memory for a zstd context") }
        unsafe self.context = context
    }

    deinit {
        unsafe ZSTD_freeCCtx(context)
    }

    /// The compressed form of bytes that stand alone, in an array of just its size.
    package static func frame(of bytes: [UInt8], level: Int) throws -> [UInt8] {
        var output: [UInt8] = []
        _ = try ZstdCompressor().compress(bytes.rawSpan, level: level, into: &output)
        return output.rawSpan.array
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
