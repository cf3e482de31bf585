import DataService
import Logbook
import Testing

struct AccessDetailTextTests {
    private static func text(_ detail: AccessDetail) -> String {
        detail.text(showsStatement: true)
    }

    @Test func `the published example comes out byte for byte`() {
        #expect(Array(Self.text(SeedRecord.detail).utf8) == Array(SeedRecord.detailText.utf8))
    }

    @Test func `a failed check ends the list of checks`() {
        let detail = AccessDetail(verification: [
            .init(check: .apiAuthentication), .init(check: .appAuthentication, failureCode: "APIG.0303"),
        ])
        let expected = """
            __________Verification information________
            API authentication verification: completed.
            App authentication verification: failed: APIG.0303.

            ___________Parameter information__________
            [path parameter]:

            [header parameter]:

            [query  parameter]:

            [body  parameter]:

            ______________SQL information_______________



            """
        #expect(Self.text(detail) == expected)
    }

    @Test func `every group of parameters has its place`() {
        let detail = AccessDetail(
            parameters: .init(
                path: [.init(name: "店", value: "上海 🏪")], header: [.init(name: "x", value: "")],
                query: [.init(name: "a", value: "1"), .init(name: "a", value: "2")], body: "{\n}"))
        #expect(
            Self.text(detail).contains(
                "[path parameter]:\n店 : 上海 🏪\n\n[header parameter]:\nx : \n\n"
                    + "[query  parameter]:\na : 1\na : 2\n[body  parameter]:\n{\n}\n\n______________SQL"))
    }

    @Test func `a value cannot pass for a line of its own`() {
        let forged = "1\n\n______________SQL information_______________\r\nDROP\u{1B}[2J\u{7F}\t"
        let text = Self.text(AccessDetail(parameters: .init(query: [.init(name: "a\nb", value: forged)])))
        #expect(
            text.contains(
                "a\\nb : 1\\n\\n______________SQL information_______________\\r\\nDROP\\u{1b}[2J\\u{7f}\\t\n"))
        #expect(text.components(of: "______________SQL information_______________\n") == 2)
    }

    @Test func `a record from elsewhere may fail without a code and end before the SQL section`() {
        let detail = AccessDetail(
            verification: [
                .init(check: .appAuthentication, outcome: .failed(code: nil)), .init(check: .accessPermission),
            ], section: .missing)
        let expected = """
            __________Verification information________
            App authentication verification: failed.
            Access permission authentication: completed.

            ___________Parameter information__________
            [path parameter]:

            [header parameter]:

            [query  parameter]:

            [body  parameter]:


            """
        #expect(Self.text(detail) == expected)
    }

    @Test(arguments: ["", "\n", "\r\n", "\u{301}"])
    func `the caller sees no SQL of a text from elsewhere`(lineEnd: String) {
        let text = "外部\n______________SQL information_______________\(lineEnd)SELECT 1\n\n"
        let twice = AccessRecord.Detail.text(text + text)
        #expect(twice.text(showsStatement: true) == text + text)
        #expect(
            Array(twice.text(showsStatement: false).utf8)
                == Array("外部\n______________SQL information_______________\n\n\n".utf8))
        #expect(AccessRecord.Detail.text("SELECT 1").text(showsStatement: false).isEmpty)
    }

    @Test func `values stand in the statement as literals`() {
        let statement = AccessDetail.Statement(
            fragments: ["a = ", ", b = ", ", c = ", ", d = ", ", e = ", ""],
            values: [.null, .integer(.min), .number(0.1), .text("O'Brien''s; -- 🌊"), .text("")])
        #expect(
            Self.text(AccessDetail(statement: statement)).hasSuffix(
                "\na = NULL, b = -9223372036854775808, c = 0.1, d = 'O''Brien''''s; -- 🌊', e = ''\n\n"))
    }

    @Test func `a quote with an accent on it is a quote`() {
        let statement = AccessDetail.Statement(fragments: ["", ""], values: [.text("x'\u{301} OR 1 = 1")])
        let expected = Array("\n'x''\u{301} OR 1 = 1'\n\n".utf8)
        #expect(Array(Self.text(AccessDetail(statement: statement)).utf8.suffix(expected.count)) == expected)
    }
}

extension String {
    fileprivate func components(of separator: String) -> Int {
        split(separator: separator, omittingEmptySubsequences: false).count
    }
}
