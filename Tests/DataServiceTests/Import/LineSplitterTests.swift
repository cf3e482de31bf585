import DataService
import DaybookTesting
import Testing

struct LineSplitterTests {
    private struct Line: Equatable, CustomStringConvertible {
        var number: Int
        var text: String
        var description: String { "\(number): \(text)" }
    }

    private static func lines(_ chunks: [[UInt8]]) -> [Line] {
        var lines: [Line] = []
        var splitter = LineSplitter()
        func take(_ number: Int, _ line: Span<UInt8>) {
            lines.append(Line(number: number, text: String(decoding: line.indices.map { line[$0] }, as: UTF8.self)))
        }
        for chunk in chunks { splitter.append(chunk.span, take) }
        splitter.finish(take)
        return lines
    }

    @Test(arguments: [
        ("", [(Int, String)]()), ("\n\n\r\n", []), ("a", [(1, "a")]), ("a\n", [(1, "a")]),
        ("a\r\nb\r", [(1, "a"), (2, "b")]),
        ("\n\na\n\nb", [(3, "a"), (5, "b")]), ("\u{FEFF}a\n\u{FEFF}b", [(1, "a"), (2, "\u{FEFF}b")]), ("\u{FEFF}", []),
        ("\u{FEFF}\r\na", [(2, "a")]), ("a\rb\n", [(1, "a\rb")]), (" \n", [(1, " ")]),
    ])
    func `lines end in one of the usual ways`(text: String, expected: [(Int, String)]) {
        let expected = expected.map { Line(number: $0.0, text: $0.1) }
        #expect(Self.lines([Array(text.utf8)]) == expected)
        #expect(Self.lines(text.utf8.map { [$0] }) == expected, "byte by byte")
    }

    @Test(arguments: 51...58)
    func `the pieces in which bytes come do not matter`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let pieces = ["\n", "\r\n", "\r", "a", "城", "{\"x\":1}", "\u{FEFF}", String(repeating: "long", count: 40)]
        for _ in 0..<200 {
            let text = (0..<Int.random(in: 0...30, using: &generator))
                .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            var rest = Array(text.utf8)[...]
            var chunks: [[UInt8]] = []
            while !rest.isEmpty {
                let count = Int.random(in: 0...min(rest.count, 40), using: &generator)
                chunks.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            #expect(Self.lines(chunks) == Self.lines([Array(text.utf8)]), "seed \(seed)")
        }
    }

    @Test func `of a line that is too long as much is kept as shows it`() {
        let mebibyte = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
        var counts: [Int] = []
        var splitter = LineSplitter()
        for _ in 0..<20 { splitter.append(mebibyte.span) { _, line in counts.append(line.count) } }
        splitter.append(Array("\nb\n".utf8).span) { _, line in counts.append(line.count) }
        #expect(counts == [16 << 20 + 2, 1])
    }
}
