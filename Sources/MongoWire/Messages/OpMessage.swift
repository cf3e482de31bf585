package import NIOCore

/// OP_MSG: flags, one body document, any number of document sequences, and sometimes a checksum.
///
/// A view: documents share the bytes of the message.
/// https://github.com/mongodb/specifications/blob/master/source/message/OP_MSG.md
package struct OpMessage: Sendable {
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let checksumPresent = Flags(rawValue: 1 << 0)
        /// Of a request: no reply is wanted. Of a reply: another one follows by itself.
        package static let moreToCome = Flags(rawValue: 1 << 1)
        /// The client is ready for replies with `moreToCome`.
        package static let exhaustAllowed = Flags(rawValue: 1 << 16)

        /// Unknown flags among the lower 16 bits must be refused, others may be ignored.
        static let required: UInt32 = 0xFFFF
        static let known: Flags = [.checksumPresent, .moreToCome, .exhaustAllowed]
    }

    /// A section of kind 1: an array of the command that travels outside of its document.
    package struct DocumentSequence: Sendable {
        package let name: String
        /// Documents back to back.
        package let bytes: ByteBuffer

        package init(name: String, bytes: ByteBuffer) {
            self.name = name
            self.bytes = bytes
        }

        /// Calls `body` with each document.
        package func forEach(_ body: (BSONDocument) throws -> Void) throws {
            var rest = bytes
            while rest.readableBytes > 0 {
                try body(try BSONDocument(readingFrom: &rest))
            }
        }
    }

    package let flags: Flags
    package let body: BSONDocument
    package let sequences: [DocumentSequence]

    /// - Throws: `WireError` with `malformedMessage` or `malformedDocument`.
    package init(_ message: WireMessage) throws {
        precondition(message.header.opcode == .message)
        var bytes = message.body
        guard let rawFlags = bytes.readInteger(endianness: .little, as: UInt32.self) else {
            throw WireError(.malformedMessage, "an OP_MSG ends before its flags")
        }
        flags = Flags(rawValue: rawFlags)
        guard rawFlags & Flags.required & ~Flags.known.rawValue == 0 else {
            throw WireError(.malformedMessage, "an OP_MSG has required flags that are unknown")
        }
        if flags.contains(.checksumPresent) {
            guard let rest = bytes.readSlice(length: max(0, bytes.readableBytes - 4)) else {
                throw WireError(.malformedMessage, "an OP_MSG ends before its checksum")
            }
            bytes = rest
        }
        var body: BSONDocument?
        var sequences: [DocumentSequence] = []
        while let kind = bytes.readInteger(as: UInt8.self) {
            switch kind {
            case 0 where body == nil:
                body = try BSONDocument(readingFrom: &bytes)
            case 1:
                sequences.append(try Self.readSequence(from: &bytes))
            default:
                throw WireError(.malformedMessage, "an OP_MSG has a second body or a section of unknown kind")
            }
        }
        guard let body else {
            throw WireError(.malformedMessage, "an OP_MSG has no body")
        }
        self.body = body
        self.sequences = sequences
    }

    /// The name of the command, found without reading on.
    ///
    /// - Returns: `nil` where the body is not the first section, or is malformed.
    package static func leadingName(of message: WireMessage) -> String? {
        var bytes = message.body
        guard bytes.readInteger(as: UInt32.self) != nil, bytes.readInteger(as: UInt8.self) == 0,
            let body = try? BSONDocument(readingFrom: &bytes), let first = try? body.first()
        else {
            return nil
        }
        return first.key
    }

    private static func readSequence(from bytes: inout ByteBuffer) throws -> DocumentSequence {
        guard let length = bytes.readInteger(endianness: .little, as: Int32.self), length >= 5,
            var section = bytes.readSlice(length: Int(length) - 4),
            let nameByteCount = section.readableBytesView.firstIndex(of: 0).map({ $0 - section.readerIndex }),
            let name = section.readString(length: nameByteCount)
        else {
            throw WireError(.malformedMessage, "a document sequence is longer than its message, or has no name")
        }
        section.moveReaderIndex(forwardBy: 1)
        return DocumentSequence(name: name, bytes: section)
    }

    /// A whole message with one document and no flags.
    ///
    /// A message that was changed on its way has no checksum: the flag is cleared rather than a new one computed,
    /// which the specification leaves to whoever writes the message.
    package static func encode(
        _ document: BSONDocument, requestID: Int32, responseTo: Int32, flags: Flags = []
    ) -> ByteBuffer {
        let header = MessageHeader(
            messageByteCount: MessageHeader.byteCount + 5 + document.byteCount, requestID: requestID,
            responseTo: responseTo, opcode: .message
        )
        var buffer = ByteBuffer()
        buffer.reserveCapacity(header.messageByteCount)
        header.write(to: &buffer)
        buffer.writeInteger(flags.subtracting(.checksumPresent).rawValue, endianness: .little)
        buffer.writeInteger(UInt8(0))
        buffer.writeImmutableBuffer(document.bytes)
        return buffer
    }
}
