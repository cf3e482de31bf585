import DaybookHTTP
import Logbook
import Testing

@testable import daybook

struct FormatTests {
    private static let columns: [QuestionAnswer.Column] = [
        .init(name: "access_time", type: .time), .init(name: "api_name", type: .text),
        .init(name: "duration", type: .integer),
    ]

    private static func row(_ name: Cell, _ duration: Cell = .integer(7)) -> [Cell] {
        [.text("2025-01-02T03:04:05.678Z"), name, duration]
    }

    private static func table(_ rows: [[Cell]], width: Int? = nil, isFirst: Bool = true) throws -> [String] {
        let text = try TableFormat(width: width, offset: .zero).text(of: rows, under: columns, isFirst: isFirst)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    @Test func `a table aligns wide characters and numbers`() throws {
        let lines = try Self.table([
            Self.row(.text("订单查询")), Self.row(.text("e\u{301}"), .integer(1_234)), Self.row(.absent),
        ])
        #expect(
            lines == [
                "access_time               api_name  duration",
                "------------------------  --------  --------",
                "2025-01-02T03:04:05.678Z  订单查询         7",
                "2025-01-02T03:04:05.678Z  e\u{301}             1234",
                "2025-01-02T03:04:05.678Z  -                7",
            ])
    }

    @Test func `a line is no wider than the terminal, and what is cut shows it`() throws {
        let long = Self.row(.text(String(repeating: "订", count: 100)))
        for width in 44...120 {
            let lines = try Self.table([long], width: width)
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= width }, "width \(width)")
            #expect(lines[2].contains("订…"))
        }
        let whole = try Self.table([long])
        #expect(whole[2].contains(String(repeating: "订", count: 100)))
        let narrow = try Self.table([long], width: 10)
        #expect(narrow[2] == "2025-01…  订订订…          7")
        let huge = Self.row(.text(String(repeating: "x", count: 1 << 20)))
        #expect(DisplayWidth.of(try Self.table([huge], width: 80)[2]) == 80)
    }

    @Test func `no value moves the cursor or turns the line`() throws {
        let text = "a\nb\u{1B}[2J\u{202E}c\u{85}\t"
        let lines = try Self.table([Self.row(.text(text))])
        #expect(lines.count == 3)
        #expect(lines[2].contains("a\\nb\\u{1b}[2J\\u{202e}c\\u{85}\\t"))
    }

    @Test func `times are shown on the clock that is asked for`() throws {
        let offset = try #require(UTCOffset(text: "+08:00"))
        let text = try TableFormat(width: nil, offset: offset).text(
            of: [Self.row(.text("x"))], under: Self.columns, isFirst: false)
        #expect(text == "2025-01-02T11:04:05.678+08:00  x  7\n")
    }

    @Test func `CSV quotes what has to be quoted, and nothing is lost`() {
        let rows = [
            Self.row(.text("a,b")), Self.row(.text("say \"x\"")), Self.row(.text("two\r\nlines")), Self.row(.text("")),
            Self.row(.absent, .number(1.5)), Self.row(.text("=1+1"), .integer(Int128(Int64.max) * 3)),
            Self.row(.text(",\u{301}")),
        ]
        let time = "2025-01-02T03:04:05.678Z"
        #expect(
            CSVFormat().text(of: rows, under: Self.columns, isFirst: true) == """
                access_time,api_name,duration\r
                \(time),"a,b",7\r
                \(time),"say ""x""\",7\r
                \(time),"two\r
                lines",7\r
                \(time),"",7\r
                \(time),,1.5\r
                \(time),=1+1,27670116110564327421\r
                \(time),",\u{301}",7\r

                """)
        #expect(CSVFormat().text(of: [], under: Self.columns, isFirst: false).isEmpty)
    }

    @Test func `lines of JSON have the fields of the API in its types`() throws {
        let columns = Self.columns + [.init(name: "minute", type: .time)]
        let row = Self.row(.text("\"店\n")) + [.text("2025-01-02T03:04:00.000Z")]
        let text = try JSONLinesFormat().text(of: [row], under: columns, isFirst: true)
        #expect(
            text
                == #"{"access_time":1735787045678,"api_name":"\"店\n","duration":7,"minute":"2025-01-02T03:04:00.000Z"}"#
                + "\n")
    }

    @Test(arguments: [
        ("", 0), ("abc", 3), ("订单", 4), ("e\u{301}", 1), ("🏪", 2), ("👩‍💻", 2), ("한글", 4), ("ｶﾅ", 2), ("ＡＢ", 4),
        ("\u{200B}", 0),
    ])
    func `the width of a text on a terminal`(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test func `a refusal points to its place`() {
        let mark = ExpressionMark("api_name = \"店\" und x", QueryError(.syntax, "expected and", at: 15))
        #expect(mark.text == "expected and\n  api_name = \"店\" und x\n                  ^")
    }
}
