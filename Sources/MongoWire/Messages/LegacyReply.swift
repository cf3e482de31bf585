package import NIOCore

/// OP_REPLY: the answer to an OP_QUERY.
///
/// https://www.mongodb.com/docs/manual/legacy-opcodes/
package struct LegacyReply: Sendable {
    package let flags: UInt32
    package let cursorID: Int64
    package let startingFrom: Int32
    package let documentCount: Int32
    /// The only document of a command's answer; `nil` when there is none.
    package let first: BSONDocument?

    /// - Throws: `WireError` with `malformedMessage` or `malformedDocument`.
    package init(_ message: WireMessage) throws {
        precondition(message.header.opcode == .reply)
        var bytes = message.body
        guard
            let (flags, cursorID, startingFrom, documentCount) = bytes.readMultipleIntegers(
                endianness: .little, as: (UInt32, Int64, Int32, Int32).self
            )
        else {
            throw WireError(.malformedMessage, "an OP_REPLY ends before its documents")
        }
        self.flags = flags
        self.cursorID = cursorID
        self.startingFrom = startingFrom
        self.documentCount = documentCount
        first = documentCount > 0 ? try BSONDocument(readingFrom: &bytes) : nil
    }

    /// `AwaitCapable`, which every server sets.
    private static let awaitCapable: UInt32 = 1 << 3

    /// A whole message with one document.
    package static func encode(_ document: BSONDocument, requestID: Int32, responseTo: Int32) -> ByteBuffer {
        let header = MessageHeader(
            messageByteCount: MessageHeader.byteCount + 20 + document.byteCount, requestID: requestID,
            responseTo: responseTo, opcode: .reply
        )
        var buffer = ByteBuffer()
        buffer.reserveCapacity(header.messageByteCount)
        header.write(to: &buffer)
        buffer.writeMultipleIntegers(awaitCapable, Int64(0), Int32(0), Int32(1), endianness: .little)
        buffer.writeImmutableBuffer(document.bytes)
        return buffer
    }
}
