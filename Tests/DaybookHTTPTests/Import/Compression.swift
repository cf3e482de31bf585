import CZlib
import CZstd

/// Makes bodies that the server has to undo.
enum Compression {
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        var output = [UInt8](repeating: 0, count: bytes.count + 1_024)
        let version = zlibVersion()
        let size = Int32(MemoryLayout<z_stream>.size)
        precondition(deflateInit2_(&stream, 6, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY, version, size) == Z_OK)
        var input = bytes
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
                return output.count - Int(stream.avail_out)
            }
        }
        deflateEnd(&stream)
        return Array(output[..<count])
    }

    static func zstd(_ bytes: [UInt8], windowLog: Int32 = 20) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count) + 1_024)
        let context = ZSTD_createCCtx()
        defer { ZSTD_freeCCtx(context) }
        ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog)
        var source = ZSTD_inBuffer(src: nil, size: 0, pos: 0)
        var target = ZSTD_outBuffer(dst: nil, size: output.count, pos: 0)
        return bytes.withUnsafeBytes { bytes in
            output.withUnsafeMutableBytes { output in
                source.src = bytes.baseAddress
                source.size = bytes.count
                target.dst = output.baseAddress
                // Ended in a second step, so that the frame does not shrink its window to the size of the content.
                while source.pos < source.size { ZSTD_compressStream2(context, &target, &source, ZSTD_e_continue) }
                precondition(ZSTD_compressStream2(context, &target, &source, ZSTD_e_end) == 0)
                return Array(output[..<target.pos])
            }
        }
    }
}
