import DocumentAudit
import Logbook
import Testing

@Suite struct EventLogNameTests {
    private let node = String(repeating: "a", count: 32) + "no02"
    private let domain = String(repeating: "c", count: 32)

    @Test(arguments: [(EventLogName.Kind.slow, "slowlog"), (.error, "errorlog")])
    func `names are made as documented and read back`(kind: EventLogName.Kind, word: String) throws {
        let moment = Timestamp(microseconds: 1_605_610_089_999_999)
        let name = EventLogName(kind, of: node, domain: domain, upTo: moment)
        #expect(name.text == "\(domain)_\(node)_\(word)_20201117104809")
        #expect(name.end == Timestamp(seconds: 1_605_610_089))
        #expect(try EventLogName(text: name.text, kind, domain: domain) == name)
    }

    @Test(arguments: [
        "", "_", "DOMAIN", "DOMAIN_", "DOMAIN_node_slowlog", "DOMAIN_node_slowlog_",

        "DOMAIN_node_slowlog_2020111710480",
        "DOMAIN_node_slowlog_202011171048099", "DOMAIN_node_slowlog_20201317104809",
        "DOMAIN_node_slowlog_2020111710480x",
        "DOMAIN_node_errorlog_20201117104809", "DOMAIN_node_x_slowlog_20201117104809", "DOMAIN__slowlog_20201117104809",
        "other_node_slowlog_20201117104809", "DOMAINnode_slowlog_20201117104809", "DOMAIN_node_slowlog_２０２０11171048",
        "DOMAIN_../etc_slowlog_20201117104809_", "节点", "DOMAIN_node_slowlog_00001117104809",
    ])
    func `anything else is no name`(text: String) {
        #expect(throws: DocumentAuditError(.invalidEventLogName, "")) {
            try EventLogName(text: text.replacing("DOMAIN", with: domain), .slow, domain: domain)
        }
    }
}
