package import NIOCore

/// OP_COMPRESSED: another message in compressed form. Only its own head is read here.
///
/// https://github.com/mongodb/specifications/blob/master/source/compression/OP_COMPRESSED.md
package struct CompressedMessage: Sendable {
    package enum Compressor: UInt8, Sendable {
        case noop = 0
        case snappy = 1
        case zlib = 2
        case zstd = 3
    }

    package let originalOpcode: Opcode
    /// Bytes of the message inside, without its header; as announced, so to be bounded before it is believed.
    package let uncompressedByteCount: Int
    package let compressor: Compressor?
    package let compressed: ByteBuffer

    /// - Throws: `WireError` with `malformedMessage`.
    package init(_ message: WireMessage) throws {
        precondition(message.header.opcode == .compressed)
        var bytes = message.body
        guard
            let (opcode, byteCount, compressor) = bytes.readMultipleIntegers(
                endianness: .little, as: (Int32, Int32, UInt8).self
            ),
            byteCount >= 0, Int(byteCount) <= WireLimits.maximumMessageByteCount
        else {
            throw WireError(.malformedMessage, "an OP_COMPRESSED has a broken head")
        }
        originalOpcode = Opcode(rawValue: opcode)
        uncompressedByteCount = Int(byteCount)
        self.compressor = Compressor(rawValue: compressor)
        compressed = bytes
    }
}
