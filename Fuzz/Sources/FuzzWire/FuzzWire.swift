import FuzzInput
import MongoWire
import NIOCore

/// MongoDB's messages: as they come from a socket, one message of each kind, and documents by themselves.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzWire(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let input = FuzzInput(start, count) else { return 0 }
    switch input.choice % 3 {
    case 0: stream(input.content, cut: Int(input.choice) / 3)
    case 1: message(input.content)
    default: document(ByteBuffer(bytes: input.content))
    }
    return 0
}

/// Whether the bytes come at once or in two pieces, the same messages are found.
private func stream(_ bytes: [UInt8], cut: Int) {
    let whole = messages(in: [ByteBuffer(bytes: bytes)])
    let cut = min(cut, bytes.count)
    let pieces = messages(in: [ByteBuffer(bytes: bytes[..<cut]), ByteBuffer(bytes: bytes[cut...])])
    demand(whole == pieces, "what is found depends on how it comes")
    for message in whole { look(at: message) }
}

private func messages(in pieces: [ByteBuffer]) -> [WireMessage] {
    var splitter = FrameSplitter(maximumMessageByteCount: 1 << 20)
    var messages: [WireMessage] = []
    do {
        for piece in pieces {
            splitter.feed(piece)
            while case .message(let message)? = try splitter.next() { messages.append(message) }
        }
    } catch {}
    return messages
}

/// A message whose header is in order, so that what is behind it is reached.
private func message(_ content: [UInt8]) {
    guard let first = content.first else { return }
    let opcodes: [Opcode] = [.message, .query, .reply, .compressed]
    let header = MessageHeader(
        messageByteCount: MessageHeader.byteCount + content.count - 1, requestID: 1, responseTo: 0,
        opcode: opcodes[Int(first) % opcodes.count])
    var bytes = ByteBuffer()
    header.write(to: &bytes)
    bytes.writeBytes(content.dropFirst())
    look(at: WireMessage(header: header, bytes: bytes))
}

private func look(at message: WireMessage) {
    switch message.header.opcode {
    case .message:
        guard let content = try? OpMessage(message) else { return }
        document(content.body.bytes)
        for sequence in content.sequences { try? sequence.forEach { document($0.bytes) } }
        _ = try? ExtendedJSON.relaxed(
            command: content.body, sequences: content.sequences, omitting: ["lsid"], masking: ["pwd"])
    case .query:
        guard let content = try? LegacyQuery(message) else { return }
        _ = content.commandDatabase
        _ = try? content.command()
        document(content.query.bytes)
    case .reply:
        if let first = try? LegacyReply(message).first { document(first.bytes) }
    case .compressed: _ = try? CompressedMessage(message)
    default: return
    }
}

/// A document that is read whole is no longer when it is read in another way.
private func document(_ bytes: ByteBuffer) {
    var bytes = bytes
    while let document = try? BSONDocument(readingFrom: &bytes) {
        _ = try? document.first()
        _ = try? document.value("find")
        try? document.forEach { walk($0.value, depth: 0) }
        var elementCount = 0
        let isWhole = (try? document.forEach { _ in elementCount += 1 }) != nil
        let count = try? document.count()
        demand(!isWhole || count == elementCount, "elements are counted differently")
        if let text = try? ExtendedJSON.relaxed(document) {
            demand(text.first == "{" && text.last == "}", "a document became no object")
        }
    }
}

private func walk(_ value: BSONValue, depth: Int) {
    guard depth < 20, let inner = value.document ?? value.array else { return }
    try? inner.forEach { walk($0.value, depth: depth + 1) }
}
