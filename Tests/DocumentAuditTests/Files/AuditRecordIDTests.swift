import DocumentAudit
import Testing

struct AuditRecordIDTests {
    @Test(
        arguments: [
            ("10190012aae94b38a10269b8ad025fc1no02", 1), ("a-b-", 7), ("节点", .max), ("-", 12),
        ] as [(String, UInt64)])
    func `a name says node and number, and is read as it was written`(node: String, sequence: UInt64) {
        let id = AuditRecordID(node: node, sequence: sequence)
        #expect(id.text == "\(node)-\(sequence)")
        #expect(AuditRecordID(text: id.text) == id)
    }

    @Test(arguments: ["", "-", "-1", "node", "node-", "node-0", "node-01", "node-+1", "node--1x", "node-1 ", "n-1_0"])
    func `what is no name is refused`(text: String) {
        #expect(AuditRecordID(text: text) == nil)
    }
}
