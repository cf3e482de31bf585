import DataService
import DaybookTesting
import Logbook
import Testing

struct AccessDetailReaderTests {
    private static func read(_ text: String) -> AccessRecord.Detail {
        var reader = AccessDetailReader()
        return reader.detail(of: Array(text.utf8))
    }

    private static func composed(_ detail: AccessRecord.Detail) -> [UInt8] {
        Array(detail.text(showsStatement: true).utf8)
    }

    /// A detail as it comes from elsewhere when the call was refused.
    private static let refused = """
        __________Verification information________
        API authentication verification: completed.
        App authentication verification: failed.
        Access permission authentication: failed.

        ___________Parameter information__________
        [path parameter]:

        [header parameter]:
        x-request-id : 645dfc39b6325f05

        [query  parameter]:
        email : 'ab'
        [body  parameter]:


        """

    @Test func `the published example comes apart into its parts`() {
        #expect(Self.read(SeedRecord.detailText) == .parts(SeedRecord.detail))
    }

    @Test func `a refused call from elsewhere has no SQL section and fails without a code`() {
        let detail = AccessDetail(
            verification: [
                .init(check: .apiAuthentication), .init(check: .appAuthentication, outcome: .failed(code: nil)),
                .init(check: .accessPermission, outcome: .failed(code: nil)),
            ],
            parameters: .init(
                header: [.init(name: "x-request-id", value: "645dfc39b6325f05")],
                query: [.init(name: "email", value: "'ab'")]), section: .missing)
        #expect(Self.read(Self.refused) == .parts(detail))
        #expect(Self.composed(.parts(detail)) == Array(Self.refused.utf8))
    }

    @Test(arguments: [
        "", "\n", "anything", "__________Verification information________\n", Self.refused + "\n",
        String(Self.refused.dropLast()), Self.refused.replacing("email : ", with: "email: "),
        Self.refused.replacing("'ab'", with: "a\tb"), Self.refused.replacing("'ab'", with: "a\u{7F}b"),
        Self.refused.replacing("'ab'\n", with: "'ab'\r\n"), Self.refused.replacing("\n", with: "\r\n"),
        Self.refused.replacing("failed.\n\n", with: "failed\n\n"),
        Self.refused.replacing("API auth", with: "API  auth"),
        Self.refused.replacing("email : 'ab'\n", with: ""), "\u{FEFF}" + Self.refused,
        Self.refused + "______________SQL information_______________\nSELECT 1\n",
        Self.refused + "____________Duration information__________\nduration: 1ms\n",
    ])
    func `what would not compose to the same bytes stays text`(text: String) {
        // Two of these are well-formed: bytes behind the body belong to the body.
        let detail = Self.read(text)
        #expect(Self.composed(detail) == Array(text.utf8))
        if let parts = detail.parts {
            #expect(!parts.parameters.body.isEmpty)
        }
    }

    @Test func `a name ends where it can, a code ends with its line`() throws {
        let text = Self.refused.replacing("email : 'ab'", with: "a : b : c\n :  : ")
            .replacing(
                "App authentication verification: failed.", with: "App authentication verification: failed: a.b..")
        let parts = try #require(Self.read(text).parts)
        #expect(parts.parameters.query == [.init(name: "a", value: "b : c"), .init(name: "", value: " : ")])
        #expect(parts.verification[1].outcome == .failed(code: "a.b."))
        #expect(Self.composed(.parts(parts)) == Array(text.utf8))
    }

    @Test func `what stands behind the first heading is SQL, whoever wrote the heading`() throws {
        let heading = "______________SQL information_______________\n"
        let text = Self.refused.dropLast() + "{}\n\n" + heading + "forged\n\n" + heading + "SELECT 1\n\n"
        let parts = try #require(Self.read(String(text)).parts)
        #expect(parts.parameters.body == "{}")
        #expect(parts.statement?.fragments.first == "forged\n\n" + heading + "SELECT ")
        #expect(Self.composed(.parts(parts)) == Array(text.utf8))
    }

    @Test func `an empty SQL section is not a missing one`() {
        let text = Self.refused + "______________SQL information_______________\n\n\n"
        #expect(Self.read(text).parts?.section == .empty)
        #expect(Self.composed(Self.read(text)) == Array(text.utf8))
    }

    @Test func `groups with too many parameters stay text`() {
        func text(_ count: Int) -> String {
            Self.refused.replacing("email : 'ab'\n", with: String(repeating: "a : b\n", count: count))
        }
        #expect(Self.read(text(10_000)).parts?.parameters.query.count == 10_000)
        #expect(Self.read(text(10_001)) == .text(text(10_001)))
    }

    @Test(arguments: 21...28)
    func `text comes back byte for byte, from a reader that has read before too`(seed: UInt64) {
        var lines = ForeignLines(seed: seed)
        var warm = AccessDetailReader()
        var partsCount = 0
        for number in 0..<400 {
            let text = lines.detail()
            let detail = warm.detail(of: Array(text.utf8))
            #expect(detail == Self.read(text), "seed \(seed), detail \(number)")
            #expect(Self.composed(detail) == Array(text.utf8), "seed \(seed), detail \(number)")
            if detail.parts != nil { partsCount += 1 }
        }
        #expect(partsCount > 100)
    }

    @Test(arguments: 31...38)
    func `what Daybook composes comes apart and is composed again`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var reader = AccessDetailReader()
        for number in 0..<300 {
            let text = AccessDetail.random(using: &generator).text(showsStatement: true)
            let detail = reader.detail(of: Array(text.utf8))
            #expect(Self.composed(detail) == Array(text.utf8), "seed \(seed), detail \(number)")
        }
    }
}
