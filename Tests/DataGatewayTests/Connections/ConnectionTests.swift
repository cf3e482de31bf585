import DataGateway
import HummingbirdTesting
import Logbook
import Testing

/// What only shows on a real socket.
struct ConnectionTests {
    private static func open(
        _ shop: Shop, _ body: @escaping @Sendable (_ connect: () throws -> RawConnection) async throws -> Void
    ) async throws {
        try await shop.gateway.application(host: "127.0.0.1", port: 0).test(.live) { client in
            let port = try #require(client.port)
            try await body { try RawConnection(port: port) }
        }
    }

    private static func wait(for count: Int, in log: MemoryLog) async throws -> [AccessRecord] {
        for _ in 0..<2_000 where log.records.count < count {
            try await Task.sleep(for: .milliseconds(5))
        }
        return log.records
    }

    private static let head = "Host: x\r\nContent-Type: application/json\r\n"

    @Test func `calls follow each other on one connection, also without waiting`() async throws {
        let shop = try Shop()
        try await Self.open(shop) { connect in
            let connection = try connect()
            let call = "GET /orders?limitValue=1 HTTP/1.1\r\nHost: x\r\n\r\n"
            for _ in 0..<3 {
                #expect(await connection.send(call))
                #expect(
                    await connection.receive(until: "\"columnNames\":[\"id\",\"city\"]}}").hasPrefix("HTTP/1.1 200"))
            }
            #expect(await connection.send(call + call + "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"))
            let answers = await connection.receive(until: "APIG.0101")
            #expect(answers.split(separator: "HTTP/1.1 200").count == 2)
        }
        #expect(shop.log.records.map(\.statusCode) == [200, 200, 200, 200, 200, 404])
        #expect(shop.log.records.first?.requestByteCount == 46)
    }

    @Test func `a body announced too large is refused before it comes`() async throws {
        let shop = try Shop()
        try await Self.open(shop) { connect in
            let connection = try connect()
            #expect(await connection.send("POST /echo/x?q=1 HTTP/1.1\r\n\(Self.head)Content-Length: 104857600\r\n\r\n"))
            let answer = await connection.receive(until: "\"data\":null}")
            #expect(answer.hasPrefix("HTTP/1.1 413") && answer.contains("DAYBOOK.4131"))
        }
        #expect(shop.log.records.map(\.statusCode) == [413])
        #expect(shop.log.records.first.map { $0.requestByteCount < 200 } == true)
    }

    @Test func `a body that grows too large is refused while it comes, and the connection closes`() async throws {
        var limits = GatewayLimits()
        limits.bodyByteCount = 10_000
        limits.lingerTime = .seconds(2)
        let shop = try Shop(limits: limits)
        try await Self.open(shop) { connect in
            let connection = try connect()
            #expect(
                await connection.send("POST /echo/x?q=1 HTTP/1.1\r\n\(Self.head)Transfer-Encoding: chunked\r\n\r\n"))
            let chunk = "3e8\r\n" + String(repeating: " ", count: 1_000) + "\r\n"
            for _ in 0..<11 { _ = await connection.send(chunk) }
            #expect(await connection.receive(until: "\"data\":null}").hasPrefix("HTTP/1.1 413"))
            var sentCount = 0
            while await connection.send(chunk), sentCount < 2_000 {
                sentCount += 1
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(sentCount < 2_000)
        }
        #expect(shop.log.records.map(\.statusCode) == [413])
    }

    @Test func `a body for nobody is not waited for`() async throws {
        var limits = GatewayLimits()
        limits.lingerTime = .seconds(2)
        let shop = try Shop(limits: limits)
        try await Self.open(shop) { connect in
            let connection = try connect()
            #expect(await connection.send("POST /nowhere HTTP/1.1\r\n\(Self.head)Content-Length: 104857600\r\n\r\n{"))
            let answer = await connection.receive(until: "the end of the connection")
            #expect(answer.hasPrefix("HTTP/1.1 404") && answer.lowercased().contains("connection: close"))
        }
        #expect(shop.log.records.map(\.statusCode) == [404])
    }

    @Test func `a chunked body is read and counted without its framing`() async throws {
        let shop = try Shop()
        try await Self.open(shop) { connect in
            let connection = try connect()
            #expect(
                await connection.send(
                    "POST /echo/x HTTP/1.1\r\n\(Self.head)Transfer-Encoding: chunked\r\n\r\n"
                        + "5\r\n{\"q\":\r\n7\r\n\"\u{4E0A}\" }\r\n0\r\n\r\n"))
            #expect(await connection.receive(until: "\"columnNames\"").contains("\"q\":\"上\""))
        }
    }

    @Test func `a caller who leaves in the middle of a query stops it, and is recorded`() async throws {
        let shop = try Shop(connectionCount: 1, waitingCount: 0)
        try await Self.open(shop) { connect in
            let connection = try connect()
            #expect(await connection.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"))
            try await Task.sleep(for: .milliseconds(100))
            connection.leave()
            let records = try await Self.wait(for: 1, in: shop.log)
            #expect(records.map(\.statusCode) == [499])
            #expect(records.first?.errorCode == "DAYBOOK.4991" && records.first?.parts.statement != nil)
            let next = try connect()
            #expect(await next.send("GET /all HTTP/1.1\r\nHost: x\r\n\r\n"))
            #expect(await next.receive(until: "columnNames").hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `a caller who leaves in the middle of a body is recorded`() async throws {
        let shop = try Shop()
        try await Self.open(shop) { connect in
            let connection = try connect()
            #expect(await connection.send("POST /echo/x?q=1 HTTP/1.1\r\n\(Self.head)Content-Length: 100\r\n\r\n{"))
            try await Task.sleep(for: .milliseconds(50))
            connection.leave()
            let records = try await Self.wait(for: 1, in: shop.log)
            #expect(records.map(\.errorCode) == ["DAYBOOK.4991"])
            #expect(records.first?.api?.id == "echo")
        }
    }

    @Test func `a body that dribbles in is not waited for longer than a call may take`() async throws {
        var limits = GatewayLimits()
        limits.callTime = .milliseconds(100)
        limits.lingerTime = .milliseconds(50)
        let shop = try Shop(limits: limits)
        try await Self.open(shop) { connect in
            let connection = try connect()
            #expect(await connection.send("POST /echo/x?q=1 HTTP/1.1\r\n\(Self.head)Content-Length: 100\r\n\r\n{"))
            let records = try await Self.wait(for: 1, in: shop.log)
            #expect(records.map(\.errorCode) == ["DAYBOOK.4081"])
        }
    }

    @Test func `HEAD has no body and does not disturb what follows`() async throws {
        let shop = try Shop()
        try await Self.open(shop) { connect in
            let connection = try connect()
            #expect(
                await connection.send(
                    "HEAD /orders HTTP/1.1\r\nHost: x\r\n\r\nGET /orders?id=1 HTTP/1.1\r\nHost: x\r\n\r\n"))
            let answers = await connection.receive(until: "columnNames")
            #expect(answers.hasPrefix("HTTP/1.1 404") && answers.contains("\r\n\r\nHTTP/1.1 200"))
        }
        #expect(shop.log.records.map(\.answerByteCount).first == 0)
    }

    @Test(arguments: [
        "\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}", "GET /a b HTTP/1.1\r\n\r\n",
    ])
    func `what is no HTTP does not end the listener`(bytes: String) async throws {
        let shop = try Shop()
        try await Self.open(shop) { connect in
            let broken = try connect()
            _ = await broken.send(bytes)
            broken.leave()
            _ = await broken.receive(until: "\u{0}")
            let connection = try connect()
            #expect(await connection.send("GET /orders HTTP/1.1\r\nHost: x\r\n\r\n"))
            #expect(await connection.receive(until: "columnNames").hasPrefix("HTTP/1.1 200"))
        }
    }
}
