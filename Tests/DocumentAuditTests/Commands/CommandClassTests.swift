import DocumentAudit
import Logbook
import Testing

@Suite struct CommandClassTests {
    @Test(
        arguments: [
            ("insert", .insert), ("delete", .delete), ("update", .update), ("findAndModify", .update),
            ("findandmodify", .update), ("find", .query), ("aggregate", .query), ("count", .query),
            ("distinct", .query),
            ("getMore", .query), ("explain", .query), ("saslStart", .auth), ("saslContinue", .auth),
            ("authenticate", .auth), ("logout", .auth), ("ping", .command), ("create", .command), ("drop", .command),
            ("createUser", .command), ("endSessions", .command), ("neverHeardOf", .command), ("", .command),
            ("bulkWrite", [.insert, .update, .delete]),
        ] as [(String, OperationTypes)])
    func `a command's type is known by its name`(command: String, types: OperationTypes) {
        #expect(CommandClass.of(command).types == types)
    }

    @Test func `commands say in different places what they are about`() {
        #expect(CommandClass.of("find").place == .value)
        #expect(CommandClass.of("getMore").place == .collectionField)
        #expect(CommandClass.of("renameCollection").place == .wholeNamespace)
        #expect(CommandClass.of("explain").place == .innerCommand)
        #expect(CommandClass.of("createUser").place == .none)
        #expect(CommandClass.of("unknown").place == .none)
    }

    @Test(arguments: [
        ("saslStart", "payload"), ("saslContinue", "payload"), ("authenticate", "key"), ("createUser", "pwd"),
        ("updateUser", "pwd"), ("copydbsaslstart", "payload"), ("CREATEUSER", "pwd"),
    ])
    func `credentials are secret, however the command is spelled`(command: String, field: String) {
        #expect(CommandClass.of(command).secretFields.contains(field))
    }

    @Test func `handshakes and logins are told apart from the rest`() {
        #expect(["hello", "isMaster", "ismaster"].allSatisfy(CommandClass.isHandshake))
        #expect(!CommandClass.isHandshake("ping"))
        #expect(["saslStart", "saslContinue", "authenticate"].allSatisfy(CommandClass.isLogin))
        #expect(!CommandClass.isLogin("logout"))
    }

    @Test func `of several types the gravest leads`() {
        #expect(OperationTypes([.insert, .update, .delete]).leading == .delete)
        #expect(OperationTypes([.insert, .update]).leading == .update)
        #expect(OperationTypes.insert.leading == .insert)
        #expect(OperationTypes().leading == nil)
        #expect(OperationTypes.all.rawValue.nonzeroBitCount == AuditEvent.OperationType.allCases.count)
    }
}
