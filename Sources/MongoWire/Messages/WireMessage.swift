package import NIOCore

/// One whole message as it stood on the wire, header included, and a view of its header.
package struct WireMessage: Hashable, Sendable {
    package let header: MessageHeader
    package let bytes: ByteBuffer

    package init(header: MessageHeader, bytes: ByteBuffer) {
        precondition(bytes.readableBytes == header.messageByteCount)
        self.header = header
        self.bytes = bytes
    }

    /// What follows the header; shares the bytes.
    package var body: ByteBuffer {
        var body = bytes
        body.moveReaderIndex(forwardBy: MessageHeader.byteCount)
        return body
    }
}
