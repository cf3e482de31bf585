import DaybookTesting
import Logbook
import Testing

struct SourceCursorTests {
    private static let streams = ["节点", ""].map { Stream.audit(project: "p", instance: "i", node: $0) }
    private static let cursor = SourceCursor(order: .newestFirst, sequences: [streams[0]: .max, streams[1]: 1])

    @Test func `a cursor is read back, by the same question only`() throws {
        let text = Self.cursor.text
        #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        #expect(try SourceCursor(text: text, order: .newestFirst, streams: Self.streams) == Self.cursor)
        #expect(throws: QueryError.self) { try SourceCursor(text: text, order: .oldestFirst, streams: Self.streams) }
        let others = [Stream.audit(project: "p", instance: "other", node: "")]
        #expect(throws: QueryError.self) { try SourceCursor(text: text, order: .newestFirst, streams: others) }
    }

    @Test func `whatever is changed in it is noticed`() {
        let text = Array(Self.cursor.text.unicodeScalars)
        for index in text.indices {
            for replacement in "Aa0_-+ 店".unicodeScalars where replacement != text[index] {
                var damaged = text
                damaged[index] = replacement
                expectRefusal(damaged)
            }
            expectRefusal(Array(text[..<index]))
            expectRefusal(text + [text[index]])
        }
    }

    @Test(arguments: ["", "x", "newest", "AAAAAAAAAAAA", "////", String(repeating: "A", count: 1 << 20)])
    func `garbage is refused`(text: String) {
        expectRefusal(Array(text.unicodeScalars))
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `random bytes are refused`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".unicodeScalars)
        for _ in 0..<200 {
            expectRefusal((0..<Int.random(in: 0...80, using: &random)).map { _ in random.pick(letters) })
        }
    }

    private func expectRefusal(_ scalars: [Unicode.Scalar]) {
        let text = String(String.UnicodeScalarView(scalars))
        #expect(throws: QueryError(.badCursor, ""), "\(text.prefix(80))") {
            try SourceCursor(text: text, order: .newestFirst, streams: Self.streams)
        }
    }
}
