import Logbook
import Parquet
import Testing

@testable import SegmentStore

struct TemplatePoolTests {
    @Test func `templates are the same whether they were met before or not`() throws {
        let pool = TemplatePool()
        let texts = ["", "id : \u{1}0\u{2}\n", "数据 \u{1}1\u{2}\u{1}0\u{2}", "plain", "x\u{3}\u{1}2\u{2}"]
        let expected = try texts.map { try TextTemplate(Array($0.utf8)) }
        #expect(expected.map(\.slots) == [[], [0], [1, 0], [], []])
        #expect(expected.map(\.hidesSlots) == [false, false, false, false, true])
        #expect(try pool.templates(of: ByteArrays(texts)) == expected)
        #expect(try pool.templates(of: ByteArrays(texts.reversed())) == expected.reversed())
        #expect(try pool.templates(of: ByteArrays(["new"] + texts + ["new"])).dropFirst().dropLast() == expected[...])
    }

    @Test func `a damaged template is named as damage each time`() {
        let pool = TemplatePool()
        for _ in 0..<2 {
            #expect(throws: LogStoreError(.corruption, "")) {
                try pool.templates(of: ByteArrays(["good", "bad \u{2}"]))
            }
        }
    }

    @Test func `more templates than are kept are read all the same`() throws {
        let pool = TemplatePool()
        let filler = String(repeating: "x", count: Limits.sharedTemplateByteCount / 4)
        let texts = (0..<9).map { "\($0) \(filler)" }
        for _ in 0..<2 {
            for text in texts {
                let template = try #require(try pool.templates(of: ByteArrays([text])).first)
                #expect(template.pieces == [Array(text.utf8)])
            }
        }
    }
}
