import Testing

@Suite struct `Error codes` {
    @Test func `each code is written once, in the table of its target`() throws {
        let codes = try ErrorCodes(in: House.sources())
        for violation in codes.violations {
            Issue.record("\(violation)")
        }
        #expect(codes.mentions.count > 20)
    }

    @Test(arguments: [
        ("Sources/Identity/Errors/Planted.swift", "case a = \"DLM.1\"\ncase b = \"DLM.1\""),
        ("Sources/Identity/Planted.swift", "case a = \"APIGW.0301\""),
        ("Sources/Identity/Errors/Planted.swift", "case a = \"DAYBOOK.401\""),
        ("Sources/Identity/Errors/Planted.swift", "case a = \"DAYBOOK.9999\""),
    ])
    func `a code that breaks the rules is found`(path: String, text: String) {
        #expect(ErrorCodes(in: [SourceFile(path: path, text: text)]).violations.count == 1)
    }

    @Test func `two tables may share a code, and prose may speak of it`() {
        let files = ["Identity", "Catalog"].map { target in
            SourceFile(path: "Sources/\(target)/Errors/Planted.swift", text: "case a = \"DAYBOOK.4001\"")
        }
        let prose = SourceFile(path: "Sources/Logbook/Planted.swift", text: "/// The code, such as `DLM.4312`.")
        #expect(ErrorCodes(in: files + [prose]).violations == [])
    }
}
