import DaybookTesting
import MongoWire
import NIOCore
import Testing

@Suite struct FrameSplitterTests {
    private func message(_ requestID: Int32, bodyByteCount: Int) -> ByteBuffer {
        var buffer = ByteBuffer()
        MessageHeader(
            messageByteCount: 16 + bodyByteCount, requestID: requestID, responseTo: 0, opcode: .message
        ).write(to: &buffer)
        buffer.writeRepeatingByte(UInt8(truncatingIfNeeded: requestID), count: bodyByteCount)
        return buffer
    }

    private func stream(_ counts: [Int]) -> ByteBuffer {
        counts.enumerated().reduce(into: ByteBuffer()) { stream, next in
            stream.writeImmutableBuffer(message(Int32(next.offset), bodyByteCount: next.element))
        }
    }

    @Test func `a stream fed byte by byte comes out message by message`() throws {
        var splitter = FrameSplitter()
        let counts = [0, 1, 100, 0, 17]
        let bytes = stream(counts)
        var messages: [WireMessage] = []
        for byte in bytes.readableBytesView {
            splitter.feed(ByteBuffer(bytes: [byte]))
            while case .message(let message) = try splitter.next() {
                messages.append(message)
            }
        }
        #expect(messages.map(\.bytes) == counts.indices.map { message(Int32($0), bodyByteCount: counts[$0]) })
        #expect(messages.map(\.body.readableBytes) == counts)
        #expect(splitter.isBetweenMessages == true)
    }

    @Test func `whatever the chunks, gathered or passed on, no byte is lost or moved`() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let counts = (0..<10).map { _ in Int.random(in: 0...3_000, using: &generator) }
            var rest = stream(counts)
            let whole = rest
            var splitter = FrameSplitter()
            var out = ByteBuffer()
            while rest.readableBytes > 0 {
                let count = min(rest.readableBytes, Int.random(in: 1...4_000, using: &generator))
                let chunk = rest.readSlice(length: count)
                splitter.feed(try #require(chunk))
                while let output = try splitter.next(gathering: { $0.requestID % 2 == 0 }) {
                    switch output {
                    case .message(let message):
                        #expect(message.header.requestID % 2 == 0)
                        out.writeImmutableBuffer(message.bytes)
                    case .piece(let bytes):
                        #expect(bytes.readableBytes > 0)
                        out.writeImmutableBuffer(bytes)
                    }
                }
            }
            #expect(out == whole)
            #expect(splitter.isBetweenMessages == true)
        }
    }

    @Test(arguments: [-1, Int32.min, 0, 15])
    func `a length below a header's is refused`(length: Int32) {
        expectFailure(.messageTooShort, length: length)
    }

    @Test(arguments: [Int32.max, 48_016_385])
    func `a length above what servers admit is refused before anything is waited for`(length: Int32) {
        expectFailure(.messageTooLong, length: length)
    }

    private func expectFailure(_ code: WireError.Code, length: Int32) {
        var splitter = FrameSplitter()
        var buffer = ByteBuffer()
        buffer.writeMultipleIntegers(length, Int32(1), Int32(0), Int32(2013), endianness: .little)
        splitter.feed(buffer)
        #expect(throws: WireError(code, "")) {
            try splitter.next()
        }
    }

    @Test func `the longest message that servers admit is waited for`() throws {
        var splitter = FrameSplitter()
        var buffer = ByteBuffer()
        buffer.writeMultipleIntegers(Int32(48_016_384), Int32(1), Int32(0), Int32(2013), endianness: .little)
        splitter.feed(buffer)
        #expect(try splitter.next() == nil)
        #expect(splitter.isBetweenMessages == false)
        #expect(try splitter.next(gathering: { _ in false }) == .piece(buffer))
        #expect(splitter.isBetweenMessages == false)
        #expect(splitter.waitingByteCount == 0)
    }

    @Test func `a splitter with its own limit holds to it`() throws {
        var splitter = FrameSplitter(maximumMessageByteCount: 100)
        splitter.feed(message(1, bodyByteCount: 84))
        #expect(try splitter.next() != nil)
        splitter.feed(message(2, bodyByteCount: 85))
        #expect(throws: WireError(.messageTooLong, "")) {
            try splitter.next()
        }
    }
}
