import DocumentAudit
import Logbook
import Testing

@Suite struct AuditLogIDTests {
    private let node = String(repeating: "a", count: 32) + "no02"
    private let instance = String(repeating: "b", count: 32) + "in02"
    private let domain = String(repeating: "c", count: 32)

    private func segment(_ milliseconds: Int64) -> Segment.ID {
        Segment.ID(
            stream: .audit(project: "p", instance: instance, node: node), closedMilliseconds: milliseconds
        )
    }

    @Test func `ids and names are made as documented and read back`() throws {
        let segment = segment(1_607_681_849_871)
        let id = AuditLogID.id(of: segment)
        #expect(id == "\(node)_1607681849871")
        #expect(try AuditLogID.segment(id: id, project: "p", instance: instance) == segment)
        let name = AuditLogID.name(of: segment, domain: domain)
        #expect(name == "\(domain)_audit_log_\(instance)_\(node)_1607681849871")
        #expect(try AuditLogID.segment(name: name, domain: domain, project: "p", instance: instance) == segment)
    }

    @Test func `the moment always has thirteen digits`() throws {
        #expect(AuditLogID.id(of: segment(5)) == "\(node)_0000000000005")
        #expect(try AuditLogID.segment(id: "\(node)_0000000000005", project: "p", instance: instance) == segment(5))
    }

    @Test(arguments: [
        "", "_", "_1607681849871", "node", "node_", "node_160768184987", "node_16076818498711", "node_160768184987x",
        "node_+160768184987", "no/de_1607681849871", "node_x_1607681849871", "../x_1607681849871", "节点_1607681849871",
        "node_１６０７６８１８４９８７１",
    ])
    func `anything else is no id`(id: String) {
        #expect(throws: DocumentAuditError(.invalidAuditLogID, "")) {
            try AuditLogID.segment(id: id, project: "p", instance: instance)
        }
    }

    @Test func `names of other instances and domains are refused`() {
        let name = AuditLogID.name(of: segment(1_607_681_849_871), domain: domain)
        for (domain, instance) in [("other", instance), (domain, "other"), ("", "")] {
            #expect(throws: DocumentAuditError(.invalidAuditLogName, "")) {
                try AuditLogID.segment(name: name, domain: domain, project: "p", instance: instance)
            }
        }
    }
}
