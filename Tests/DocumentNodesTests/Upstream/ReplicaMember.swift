import MongoWire
import Synchronization

/// A server with a role that can change, and a name by which its answers are known.
final class ReplicaMember: Sendable {
    enum Role: Sendable {
        case primary, secondary, mongos
        /// Takes connections and says nothing.
        case mute
        /// Hangs up on whoever says something.
        case rude
    }

    private let name: String
    private let role: Mutex<Role>
    private let server = Mutex<FakeUpstream?>(nil)

    init(_ name: String, _ role: Role) {
        self.name = name
        self.role = Mutex(role)
    }

    func become(_ role: Role) {
        self.role.withLock { $0 = role }
    }

    /// - Returns: the port.
    func start() async throws -> Int {
        let server = FakeUpstream { [self] in react(to: $0) }
        self.server.withLock { $0 = server }
        return try await server.start()
    }

    func stop() async {
        await server.withLock(\.self)?.stop()
    }

    /// What came, but for the questions that the node asks by itself.
    var received: [WireMessage] {
        (server.withLock(\.self)?.received ?? []).filter { !isProbe($0) }
    }

    var probeCount: Int {
        (server.withLock(\.self)?.received ?? []).count(where: isProbe)
    }

    private func isProbe(_ message: WireMessage) -> Bool {
        message.text.hasPrefix(#"{"isMaster""#)
    }

    private func react(to request: WireMessage) -> FakeUpstream.Reaction {
        let id = request.header.requestID
        let role = role.withLock(\.self)
        let isHandshake = isProbe(request) || request.text.hasPrefix(#"{"hello""#)
        let answer: Value =
            switch role {
            case .mute, .rude: [:]
            case _ where !isHandshake: ["n": 1, "from": .string(name), "ok": 1]
            case .primary: ["setName": "rs", "isWritablePrimary": true, "ismaster": true, "ok": 1]
            case .secondary: ["setName": "rs", "isWritablePrimary": false, "secondary": true, "ok": 1]
            case .mongos: ["ismaster": true, "msg": "isdbgrid", "ok": 1]
            }
        return switch role {
        case .mute: .silence
        case .rude: .hangUp
        case .primary, .secondary, .mongos: .answer([reply(1_000 + id, to: id, answer)])
        }
    }
}
