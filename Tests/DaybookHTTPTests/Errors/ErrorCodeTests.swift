import Testing

@testable import DaybookHTTP

@Suite struct ErrorCodeTests {
    @Test func `no two errors look the same, and ours carry their status`() {
        var seen: Set<String> = []
        for code in ControlError.Code.allCases {
            #expect(seen.insert("\(code.status) \(code.name)").inserted)
            #expect((400...599).contains(code.status))
            if code.name.hasPrefix("DAYBOOK.") {
                #expect(code.name.hasPrefix("DAYBOOK.\(code.status)"))
            }
        }
    }
}
