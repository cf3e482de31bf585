import MongoWire
import NIOCore

extension WireMessage {
    init(_ bytes: ByteBuffer) {
        guard let header = MessageHeader(peeking: bytes) else {
            preconditionFailure("a message has a header")
        }
        self.init(header: header, bytes: bytes)
    }

    /// The document of a message in either form.
    var document: BSONDocument? {
        switch header.opcode {
        case .reply: (try? LegacyReply(self))?.first
        case .query: (try? LegacyQuery(self))?.query
        default: (try? OpMessage(self))?.body
        }
    }

    /// The document as text, to be compared.
    var text: String { document.flatMap { try? ExtendedJSON.relaxed($0) } ?? "" }
}

/// A request as a driver sends it.
func request(
    _ requestID: Int32, _ command: Value, flags: OpMessage.Flags = [], before: [(String, [Value])] = [],
    after: [(String, [Value])] = []
) -> WireMessage {
    var body = ByteBuffer()
    body.writeInteger(flags.rawValue, endianness: .little)
    for sequence in before {
        write(sequence, to: &body)
    }
    body.writeInteger(UInt8(0))
    body.writeImmutableBuffer(document(command).bytes)
    for sequence in after {
        write(sequence, to: &body)
    }
    return message(.message, requestID: requestID, responseTo: 0, body)
}

/// The answer of a server.
func reply(
    _ requestID: Int32, to responseTo: Int32, _ value: Value, flags: OpMessage.Flags = []
) -> WireMessage {
    WireMessage(
        OpMessage.encode(document(value), requestID: requestID, responseTo: responseTo, flags: flags))
}

func legacyQuery(_ requestID: Int32, _ namespace: String, _ query: Value) -> WireMessage {
    var body = ByteBuffer()
    body.writeInteger(UInt32(0))
    body.writeString(namespace)
    body.writeRepeatingByte(0, count: 9)
    body.writeImmutableBuffer(document(query).bytes)
    return message(.query, requestID: requestID, responseTo: 0, body)
}

func message(_ opcode: Opcode, requestID: Int32, responseTo: Int32, _ body: ByteBuffer) -> WireMessage {
    var bytes = ByteBuffer()
    let header = MessageHeader(
        messageByteCount: 16 + body.readableBytes, requestID: requestID, responseTo: responseTo, opcode: opcode
    )
    header.write(to: &bytes)
    bytes.writeImmutableBuffer(body)
    return WireMessage(header: header, bytes: bytes)
}

private func write(_ sequence: (name: String, documents: [Value]), to body: inout ByteBuffer) {
    var content = ByteBuffer()
    content.writeString(sequence.name)
    content.writeInteger(UInt8(0))
    for value in sequence.documents {
        content.writeImmutableBuffer(document(value).bytes)
    }
    body.writeInteger(UInt8(1))
    body.writeInteger(Int32(content.readableBytes + 4), endianness: .little)
    body.writeImmutableBuffer(content)
}
