import DocumentAudit
import Logbook
import MongoWire
import NIOCore
import NIOSSL
import Testing
import X509

@testable import DocumentNodes

@Suite(.timeLimit(.minutes(1))) struct NodeTLSTests {
    private let authority: TestAuthority
    private let web: DistinguishedName
    private let guest: DistinguishedName

    init() throws {
        authority = try TestAuthority()
        web = try DistinguishedName {
            OrganizationalUnitName("shop")
            CommonName("web")
        }
        guest = try DistinguishedName { CommonName("guest") }
    }

    private func find(_ id: Int32) -> WireMessage {
        request(id, ["find": "orders", "$db": "shop"])
    }

    private let certificateLogin: Value = ["authenticate": 1, "mechanism": "MONGODB-X509", "$db": "$external"]

    @Test func `a client with TLS is served as one without`() async throws {
        try await RunningNode.with(tls: NodeTLS(listener: try authority.listener())) { node in
            let client = try await TestClient.connect(to: node.port, tls: try authority.client())
            for id: Int32 in 1...50 {
                #expect(try await client.call(find(id))?.header.responseTo == id)
            }
            #expect(node.store.events.count == 50)
            await client.close()
            try await eventually { node.server.status.openConnectionCount == 0 }
            #expect(node.log.warnings.isEmpty)
        }
    }

    @Test func `new TLS holds for connections that come later`() async throws {
        let next = try TestAuthority()
        try await RunningNode.with(tls: NodeTLS(listener: try authority.listener())) { node in
            let early = try await TestClient.connect(to: node.port, tls: try authority.client())
            _ = try await early.call(find(1))
            node.tls.update(NodeTLS(listener: try next.listener()))
            let late = try await TestClient.connect(to: node.port, tls: try next.client())
            #expect(try await late.call(find(1))?.header.responseTo == 1)
            #expect(try await early.call(find(2))?.header.responseTo == 2)
            let stranger = try await TestClient.connect(to: node.port, tls: try authority.client())
            try? await stranger.send(find(1))
            #expect(await stranger.next() == nil)
            await early.close()
            await late.close()
        }
    }

    @Test func `a client that ends its side first still gets its answers`() async throws {
        try await RunningNode.with(tls: NodeTLS(listener: try authority.listener())) { node in
            let client = try await TestClient.connect(to: node.port, tls: try authority.client())
            try await client.channel.setOption(.allowRemoteHalfClosure, value: true).get()
            node.store.hold()
            try await client.send(find(1))
            try await eventually { node.store.heldCount == 1 }
            try await client.channel.close(mode: .output).get()
            try await Task.sleep(for: .milliseconds(20))
            node.store.letGo()
            #expect(await client.next()?.header.responseTo == 1)
            await client.close()
        }
    }

    @Test func `who never finishes the handshake is sent away, and the server never hears of him`() async throws {
        var limits = NodeLimits()
        limits.handshakeTimeout = .milliseconds(50)
        let upstream = FakeUpstream()
        let tls = NodeTLS(listener: try authority.listener())
        try await RunningNode.with(upstream: upstream, limits: limits, tls: tls) { node in
            let silent = try await TestClient.connect(to: node.port)
            #expect(await silent.next() == nil)
            try await eventually { node.server.status.openConnectionCount == 0 }
            #expect(node.log.warnings.count == 1)
            #expect(upstream.received.isEmpty)
        }
    }

    @Test func `who only looks whether the port is open leaves no warning`() async throws {
        try await RunningNode.with(tls: NodeTLS(listener: try authority.listener())) { node in
            let passing = try await TestClient.connect(to: node.port)
            await passing.close()
            try await eventually { node.server.status.acceptedConnectionCount == 1 }
            try await eventually { node.server.status.openConnectionCount == 0 }
            #expect(node.log.warnings.isEmpty)
        }
    }

    @Test func `only the subject that the node itself shows may log in by certificate`() throws {
        let own = try authority.issue(web).certificate
        let tls = NodeTLS(upstreamCertificate: own)
        #expect(tls.admitsCertificateLogin(of: own))
        #expect(tls.admitsCertificateLogin(of: try authority.issue(web).certificate))
        #expect(!tls.admitsCertificateLogin(of: try authority.issue(guest).certificate))
        #expect(!tls.admitsCertificateLogin(of: nil))
        #expect(NodeTLS.none.admitsCertificateLogin(of: nil))
    }

    @Test(arguments: [true, false])
    func `a login in another's name is refused before the server hears of it`(isAudited: Bool) async throws {
        let upstream = FakeUpstream()
        let tls = NodeTLS(
            listener: try authority.listener(requiresCertificate: true),
            upstreamCertificate: try authority.issue(web).certificate)
        let policy = isAudited ? RunningNode.everything : .off
        try await RunningNode.with(upstream: upstream, policy: policy, tls: tls) { node in
            let identity = try authority.issue(guest)
            let client = try await TestClient.connect(to: node.port, tls: try authority.client(showing: identity))
            _ = try await client.call(find(1))
            let answer = try await client.call(request(2, certificateLogin))
            #expect(answer?.text.hasSuffix(#""code":18,"codeName":"AuthenticationFailed"}"#) == true)
            #expect(await client.next() == nil)
            #expect(upstream.received.map(\.header.requestID) == [1])
            #expect(node.store.events.map(\.result) == (isAudited ? [0, 18] : []))
        }
    }

    @Test func `a login cannot hide behind a second field, in a handshake or in a large message`() throws {
        var connection = ObservedConnection()
        connection.selection = AuditSelection(.off)
        connection.observer.admitsCertificateLogin = false
        let filler = Value.string(String(repeating: "x", count: 100_000))
        let step: Value = ["authenticate": 1, "mechanism": "MONGODB-X509", "db": "$external"]
        let hidden: [Value] = [
            certificateLogin,
            ["authenticate": 1, "mechanism": "PLAIN", "mechanism": "MONGODB-X509", "$db": "$external"],
            ["saslStart": 1, "mechanism": "MONGODB-X509", "payload": .bytes(""), "$db": "$external"],
            ["hello": 1, "speculativeAuthenticate": step, "$db": "admin"],
            ["hello": 1, "speculativeAuthenticate": ["saslStart": 1], "speculativeAuthenticate": step, "$db": "admin"],
            ["authenticate": 1, "filler": filler, "mechanism": "MONGODB-X509", "$db": "$external"],
        ]
        for login in hidden {
            let message = request(1, login)
            #expect(connection.observer.gathers(request: message.header, selection: connection.selection))
            #expect(try connection.refusal(of: message) != nil)
        }
        #expect(try connection.refusal(of: request(1, ["saslStart": 1, "mechanism": "PLAIN", "$db": "a"])) == nil)
        #expect(try connection.refusal(of: request(1, ["find": "o", "$db": "s"])) == nil)
    }
}
