import DaybookTesting
import MongoWire
import NIOCore
import Testing

@Suite struct MessageTests {
    private let ping = RawDocument.bytes(RawDocument.element(0x10, "ping", RawDocument.int32(1)))

    private func message(_ opcode: Opcode, _ body: [UInt8]) -> WireMessage {
        let header = MessageHeader(messageByteCount: 16 + body.count, requestID: 7, responseTo: 0, opcode: opcode)
        var buffer = ByteBuffer()
        header.write(to: &buffer)
        buffer.writeBytes(body)
        return WireMessage(header: header, bytes: buffer)
    }

    private func sequence(_ name: String, _ documents: [UInt8]...) -> [UInt8] {
        let content = Array(name.utf8) + [0] + documents.flatMap { $0 }
        return [1] + RawDocument.int32(Int32(content.count + 4)) + content
    }

    private let flags: [UInt8] = [0, 0, 0, 0]

    @Test func `sequences are found before and after the body`() throws {
        let body =
            flags + sequence("documents", ping, ping) + [0] + ping + sequence("中", ping) + sequence("empty")
        let parsed = try OpMessage(message(.message, body))
        #expect(try parsed.body.first()?.key == "ping")
        #expect(parsed.sequences.map(\.name) == ["documents", "中", "empty"])
        var counts: [Int] = []
        for sequence in parsed.sequences {
            var count = 0
            try sequence.forEach { _ in count += 1 }
            counts.append(count)
        }
        #expect(counts == [2, 1, 0])
    }

    @Test func `a checksum is no section`() throws {
        let parsed = try OpMessage(message(.message, [1, 0, 0, 0, 0] + ping + [9, 9, 9, 9]))
        #expect(parsed.flags == .checksumPresent)
        #expect(parsed.body.byteCount == ping.count)
        for count in 0..<4 {
            #expect(throws: WireError.self) {
                try OpMessage(message(.message, [1, 0, 0, 0] + Array(repeating: 0, count: count)))
            }
        }
    }

    @Test func `optional flags may be unknown, required ones may not`() throws {
        let parsed = try OpMessage(message(.message, [2, 0, 1, 0x80, 0] + ping))
        #expect(parsed.flags.contains(.moreToCome) && parsed.flags.contains(.exhaustAllowed))
        #expect(throws: WireError(.malformedMessage, "")) {
            try OpMessage(message(.message, [4, 0, 0, 0, 0] + ping))
        }
    }

    @Test func `no body, two bodies and unknown sections are refused`() {
        for body in [
            [], sequence("a", ping), [0] + ping + [0] + ping, [0] + ping + [2], [0] + ping + [1, 255, 0, 0, 0],
        ] {
            #expect(throws: WireError(.malformedMessage, "")) {
                try OpMessage(message(.message, flags + body))
            }
        }
    }

    @Test func `a sequence without a name or with half a document is refused`() throws {
        #expect(throws: WireError(.malformedMessage, "")) {
            try OpMessage(message(.message, flags + [0] + ping + [1] + RawDocument.int32(6) + [65, 66]))
        }
        let parsed = try OpMessage(message(.message, flags + [0] + ping + sequence("a", ping, [9, 0])))
        #expect(throws: WireError(.malformedDocument, "")) {
            try parsed.sequences[0].forEach { _ in }
        }
        #expect(throws: WireError(.malformedDocument, "")) {
            try ExtendedJSON.relaxed(command: parsed.body, sequences: parsed.sequences)
        }
    }

    @Test func `a written message reads back, without the checksum that it would no longer match`() throws {
        let document = try BSONDocument(ping)
        let bytes = OpMessage.encode(document, requestID: 3, responseTo: 4, flags: [.checksumPresent, .moreToCome])
        let header = try #require(MessageHeader(peeking: bytes))
        #expect(
            header
                == MessageHeader(messageByteCount: bytes.readableBytes, requestID: 3, responseTo: 4, opcode: .message))
        let parsed = try OpMessage(WireMessage(header: header, bytes: bytes))
        #expect(parsed.flags == .moreToCome)
        #expect(parsed.body == document)
    }

    @Test func `an old query tells its command, wrapped or not`() throws {
        let head = flags + Array("admin.$cmd\0".utf8) + RawDocument.int32(0) + RawDocument.int32(-1)
        let query = try LegacyQuery(message(.query, head + ping))
        #expect(query.commandDatabase == "admin")
        #expect(try query.command().first()?.key == "ping")
        let wrapped = RawDocument.bytes(
            RawDocument.element(0x03, "$query", ping),
            RawDocument.element(0x03, "$readPreference", RawDocument.bytes())
        )
        #expect(try LegacyQuery(message(.query, head + wrapped)).command().first()?.key == "ping")
        let find = flags + Array("shop.orders\0".utf8) + RawDocument.int64(0)
        #expect(try LegacyQuery(message(.query, find + ping)).commandDatabase == nil)
    }

    @Test func `an old reply reads back`() throws {
        let bytes = LegacyReply.encode(try BSONDocument(ping), requestID: 3, responseTo: 4)
        let header = try #require(MessageHeader(peeking: bytes))
        let parsed = try LegacyReply(WireMessage(header: header, bytes: bytes))
        #expect(parsed.documentCount == 1)
        #expect(parsed.cursorID == 0)
        #expect(try parsed.first?.first()?.key == "ping")
        let none = try LegacyReply(message(.reply, Array(repeating: 0, count: 20)))
        #expect(none.first == nil)
    }

    @Test func `a compressed message tells what is inside, and is not believed when it announces too much`() throws {
        let body = RawDocument.int32(2013) + RawDocument.int32(1_000) + [3, 1, 2, 3]
        let parsed = try CompressedMessage(message(.compressed, body))
        #expect(parsed.originalOpcode == .message)
        #expect(parsed.uncompressedByteCount == 1_000)
        #expect(parsed.compressor == .zstd)
        #expect(parsed.compressed.readableBytes == 3)
        for count in [-1, Int32.max] {
            #expect(throws: WireError(.malformedMessage, "")) {
                try CompressedMessage(message(.compressed, RawDocument.int32(2013) + RawDocument.int32(count) + [3]))
            }
        }
    }

    @Test func `messages cut off anywhere are refused, none traps`() {
        let opMessage = flags + sequence("documents", ping, ping) + [0] + ping
        let query = flags + Array("admin.$cmd\0".utf8) + RawDocument.int64(0) + ping
        let reply = Array(repeating: UInt8(0), count: 16) + RawDocument.int32(1) + ping
        for length in 0..<opMessage.count {
            #expect(throws: WireError.self) { try OpMessage(message(.message, Array(opMessage[..<length]))) }
        }
        for length in 0..<query.count {
            #expect(throws: WireError.self) { try LegacyQuery(message(.query, Array(query[..<length]))) }
        }
        for length in 0..<reply.count {
            #expect(throws: WireError.self) { try LegacyReply(message(.reply, Array(reply[..<length]))) }
        }
        for length in 0..<9 {
            #expect(throws: WireError.self) {
                try CompressedMessage(message(.compressed, Array(repeating: 0, count: length)))
            }
        }
    }

    @Test func `messages with changed bytes do not trap`() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let whole = flags + sequence("documents", RawDocument.everyType, ping) + [0] + RawDocument.everyType
        for _ in 0..<2_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
                    in: .min ... .max, using: &generator)
            }
            guard let parsed = try? OpMessage(message(.message, bytes)) else {
                continue
            }
            _ = try? ExtendedJSON.relaxed(command: parsed.body, sequences: parsed.sequences)
        }
    }
}
