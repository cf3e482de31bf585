import DocumentAudit
import Logbook
import MongoWire
import Testing

@testable import DocumentNodes

@Suite struct ClientIdentityTests {
    private let alice = AuditEvent.Principal(name: "alice", database: "admin")
    private let reader: Value = ["role": "read", "db": "shop"]
    private let writer: Value = ["role": "readWrite", "db": "stock"]

    private func loggedIn() throws -> ObservedConnection {
        var connection = ObservedConnection()
        let start: Value = [
            "saslStart": 1, "mechanism": "SCRAM-SHA-256", "payload": .bytes("n,,n=alice,r=N0NCE"), "$db": "admin",
        ]
        _ = try connection.exchange(start, ["done": true, "ok": 1])
        return connection
    }

    private func roles(_ connection: inout ObservedConnection) throws -> [String]? {
        try connection.exchange(["find": "o", "$db": "s"], ["ok": 1])?.roles.map { "\($0.name)@\($0.database)" }
    }

    private func status(_ roles: Value) -> Value {
        [
            "authInfo": [
                "authenticatedUsers": [["user": "alice", "db": "admin"]], "authenticatedUserRoles": roles,
            ], "ok": 1,
        ]
    }

    @Test func `roles are those that the server has told the client`() throws {
        var connection = try loggedIn()
        #expect(try roles(&connection) == [])
        let event = try connection.exchange(["connectionStatus": 1, "$db": "admin"], status([reader, writer]))
        #expect(event?.roles.count == 2)
        #expect(try roles(&connection) == ["read@shop", "readWrite@stock"])
        _ = try connection.exchange(["connectionStatus": 1, "$db": "admin"], status([]))
        #expect(try roles(&connection) == [])
    }

    @Test func `they are told while nothing is audited as well`() throws {
        var connection = try loggedIn()
        connection.selection = AuditSelection(.off)
        #expect(try connection.exchange(["connectionStatus": 1, "$db": "admin"], status([reader])) == nil)
        connection.selection = AuditSelection(AuditPolicy(keepDays: 7, scope: "", types: []))
        #expect(try roles(&connection) == ["read@shop"])
    }

    @Test func `of users that are looked up only the one who is logged in counts`() throws {
        var connection = try loggedIn()
        let users: Value = [
            ["user": "bob", "db": "admin", "roles": [["role": "root", "db": "admin"]]],
            ["user": "alice", "db": "shop", "roles": [["role": "root", "db": "admin"]]],
            ["user": "alice", "db": "admin", "roles": [reader], "inheritedRoles": [reader, writer]],
        ]
        _ = try connection.exchange(["usersInfo": 1, "$db": "admin"], ["users": users, "ok": 1])
        #expect(try roles(&connection) == ["read@shop", "readWrite@stock"])
        var stranger = ObservedConnection()
        _ = try stranger.exchange(["usersInfo": 1, "$db": "admin"], ["users": users, "ok": 1])
        #expect(try roles(&stranger) == [])
    }

    @Test func `a login, a logout and a failure change what is known`() throws {
        var connection = try loggedIn()
        _ = try connection.exchange(["connectionStatus": 1, "$db": "admin"], status([reader]))
        _ = try connection.exchange(["connectionStatus": 1, "$db": "admin"], ["ok": 0, "code": 13])
        #expect(try roles(&connection) == ["read@shop"])
        _ = try connection.exchange(["logout": 1, "$db": "admin"], ["ok": 1])
        #expect(try roles(&connection) == [])
    }

    @Test func `a user whom the mechanism hides is named by the server`() throws {
        var connection = ObservedConnection()
        _ = try connection.exchange(["connectionStatus": 1, "$db": "admin"], status([reader]))
        let event = try connection.exchange(["find": "o", "$db": "s"], ["ok": 1])
        #expect(event?.users == [alice])
    }

    @Test func `answers of any shape are borne`() throws {
        for told: Value in [[:], ["authInfo": 1], ["authInfo": ["authenticatedUserRoles": [1, ["role": 1], "x"]]]] {
            var connection = try loggedIn()
            guard case .document(let fields) = told else {
                continue
            }
            let answer = Value.document(fields + [("ok", .int32(1))])
            #expect(try connection.exchange(["connectionStatus": 1, "$db": "admin"], answer) != nil)
            #expect(try roles(&connection) == [])
        }
        var connection = try loggedIn()
        _ = try connection.exchange(
            ["connectionStatus": 1, "$db": "admin"], status(.array(Array(repeating: reader, count: 2_000))))
        #expect(try roles(&connection)?.count == ClientIdentity.roleCountMaximum)
    }
}
