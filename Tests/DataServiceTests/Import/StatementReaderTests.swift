import DataService
import DaybookTesting
import Logbook
import Testing

struct StatementReaderTests {
    private static let frame = (
        "__________Verification information________\n\n___________Parameter information__________\n"
            + "[path parameter]:\n\n[header parameter]:\n\n[query  parameter]:\n\n[body  parameter]:\n\n"
            + "______________SQL information_______________\n", "\n\n"
    )

    private static func read(_ sql: String, with reader: inout AccessDetailReader) -> AccessDetail.Statement? {
        reader.detail(of: Array((frame.0 + sql + frame.1).utf8)).parts?.statement
    }

    private static func read(_ sql: String) -> AccessDetail.Statement? {
        var reader = AccessDetailReader()
        return read(sql, with: &reader)
    }

    @Test(arguments: [
        ("SELECT 1", ["SELECT ", ""], [AccessDetail.Value.integer(1)]),
        ("a=-1,b=(-2)", ["a=", ",b=(", ")"], [.integer(-1), .integer(-2)]),
        ("a = 'it''s' AND b = ''", ["a = ", " AND b = ", ""], [.text("it's"), .text("")]),
        ("''''", ["", ""], [.text("'")]), ("'城''市'", ["", ""], [.text("城'市")]),
        ("a = 1.5 or 2e3", ["a = ", " or 2e3"], [.number(1.5)]), ("1.50", ["1.50"], []),
        ("-1.5", ["-", ""], [.number(1.5)]),
        ("x = -1.5", ["x = ", ""], [.number(-1.5)]), ("1e-05 = 1", ["", " = ", ""], [.number(1e-05), .integer(1)]),
        ("007", ["007"], []), ("t1.c2 = \"3\" or `4`", ["t1.c2 = \"3\" or `4`"], []),
        ("$1 :2 x3 _4", ["$1 :2 x3 _4"], []),
        ("9223372036854775807", ["", ""], [.integer(.max)]), ("9223372036854775808", ["9223372036854775808"], []),
        ("= -9223372036854775808", ["= -9223372036854775808"], []), ("= -0", ["= -", ""], [.integer(0)]),
        ("0", ["", ""], [.integer(0)]),
        ("a-1", ["a-", ""], [.integer(1)]), ("a - 1", ["a - ", ""], [.integer(1)]),
        ("5x 6", ["5x ", ""], [.integer(6)]),
        ("-- don't 1\n2", ["-- don't 1\n", ""], [.integer(2)]),
        ("/* don't 1 */2", ["/* don't 1 */", ""], [.integer(2)]),
        ("/* 1", ["/* 1"], []), ("'open 1", ["'open 1"], []), ("\"open 1", ["\"open 1"], []),
        ("'a' 'b", ["", " 'b"], [.text("a")]),
        ("城1 ٣", ["城1 ٣"], []), ("NULL", ["NULL"], []),
    ])
    func `literals are taken out`(sql: String, fragments: [String], values: [AccessDetail.Value]) {
        #expect(Self.read(sql) == AccessDetail.Statement(fragments: fragments, values: values))
    }

    @Test func `a long list of values keeps its end as text`() throws {
        func list(_ values: Range<Int>) -> String { values.map { "\($0)" }.joined(separator: ",") + ")" }
        let statement = try #require(Self.read("IN (" + list(0..<1_500)))
        let rest = "," + list(1_000..<1_500)
        #expect(statement.values.count == 1_000)
        #expect(statement.fragments.last == rest)
    }

    @Test(arguments: 41...48)
    func `a reader that knows the shape finds what a new one finds`(seed: UInt64) {
        var lines = ForeignLines(seed: seed)
        var warm = AccessDetailReader()
        for number in 0..<300 {
            // The beginning is long enough to be recognized; what differs stands behind it.
            let sql = String(repeating: "x ", count: 50) + AccessDetailParts.statement(&lines)
            let variants = [
                sql, sql.replacing("1", with: "23"), sql.replacing("1", with: "-1"), sql.replacing("'", with: ""),
            ]
            for variant in variants {
                #expect(
                    Self.read(variant, with: &warm) == Self.read(variant),
                    "seed \(seed), statement \(number): \(variant)")
            }
        }
    }
}
