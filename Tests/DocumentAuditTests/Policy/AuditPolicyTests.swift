import DocumentAudit
import Logbook
import Testing

@Suite struct AuditPolicyTests {
    @Test(arguments: [7, 8, 365, 732])
    func `days from 7 to 732 turn auditing on`(days: Int) throws {
        let policy = try AuditPolicy.validated(keepDays: days, scope: nil, types: ["insert", "auth", "insert"])
        #expect(policy == AuditPolicy(keepDays: days, scope: "", types: [.insert, .auth]))
        #expect(policy.isOn)
    }

    @Test(arguments: [1, 6, 733, -1, .max, .min])
    func `other days are refused`(days: Int) {
        #expect(throws: DocumentAuditError(.invalidKeepDays, "")) {
            try AuditPolicy.validated(keepDays: days, scope: nil, types: nil)
        }
    }

    @Test func `zero days turn auditing off, whatever else is said`() throws {
        #expect(try AuditPolicy.validated(keepDays: 0, scope: "[", types: ["nonsense"]) == .off)
    }

    @Test(arguments: ["Insert", "", "all", "query ", "查询"])
    func `an unknown type is refused`(type: String) {
        #expect(throws: DocumentAuditError(.invalidType, "")) {
            try AuditPolicy.validated(keepDays: 7, scope: nil, types: ["query", type])
        }
    }

    @Test func `every type has a name that reads back`() {
        for type in AuditEvent.OperationType.allCases {
            #expect(AuditEvent.OperationType(name: type.name) == type)
        }
        let all = AuditPolicy(keepDays: 7, scope: "", types: [])
        #expect(AuditEvent.OperationType.allCases.allSatisfy(all.matches))
        #expect(!AuditEvent.OperationType.allCases.contains(where: AuditPolicy.off.matches))
        #expect(!AuditPolicy(keepDays: 7, scope: "", types: [.insert]).matches(.query))
    }

    @Test func `a scope lists databases and collections`() throws {
        let scope = try AuditScope(parsing: "shop,crm.people,a$,b.c$,d.e")
        #expect(
            scope.entries.map { "\($0.database)|\($0.collection ?? "")" } == ["shop|", "crm|people", "a,b|c,d.e"]
        )
        #expect(scope.contains(database: "shop", collection: "orders"))
        #expect(scope.contains(database: "shop", collection: nil))
        #expect(scope.contains(database: "crm", collection: "people"))
        #expect(scope.contains(database: "a,b", collection: "c,d.e"))
        #expect(!scope.contains(database: "crm", collection: "other"))
        #expect(!scope.contains(database: "crm", collection: nil))
        #expect(!scope.contains(database: "admin", collection: nil))
        #expect(scope.text == "shop,crm.people,a$,b.c$,d.e")
        for everything in ["", "all"] {
            #expect(try AuditScope(parsing: everything) == .everything)
        }
        #expect(AuditScope.everything.contains(database: "any", collection: nil))
    }

    @Test(arguments: [
        ",", "a,", ",a", "a,,b", ".c", "db.", "a b", "a/b", "a\\b", "a'b", "a:b", "a\"b", "a[b", "a]b", "a{b", "a}b",
        "a(b", "a)b", "a$b", "a$", "$", "a$$,b",
    ])
    func `a scope that no name could be is refused`(text: String) {
        #expect(throws: DocumentAuditError(.invalidScope, "")) {
            try AuditScope(parsing: text)
        }
        #expect(throws: DocumentAuditError(.invalidScope, "")) {
            try AuditPolicy.validated(keepDays: 7, scope: text, types: nil)
        }
    }

    @Test func `a selection asks for types and scope together`() {
        let selection = AuditSelection(AuditPolicy(keepDays: 7, scope: "shop", types: [.insert, .update]))
        #expect(selection.recordedType(of: .insert, database: "shop", collection: "o") == .insert)
        #expect(selection.recordedType(of: .insert, database: "crm", collection: "o") == nil)
        #expect(selection.recordedType(of: .query, database: "shop", collection: "o") == nil)
        #expect(selection.recordedType(of: [.insert, .update, .delete], database: "shop", collection: nil) == .update)
        #expect(AuditSelection(.off).isEmpty)
        #expect(AuditSelection(.off).recordedType(of: .all, database: "shop", collection: nil) == nil)
        let all = AuditSelection(AuditPolicy(keepDays: 7, scope: "", types: []))
        #expect(all.recordedType(of: .query, database: "x", collection: nil) == .query)
    }

    @Test func `a selection with an unreadable scope takes everything`() {
        let selection = AuditSelection(AuditPolicy(keepDays: 7, scope: "[[", types: []))
        #expect(selection.recordedType(of: .query, database: "x", collection: nil) == .query)
    }
}
