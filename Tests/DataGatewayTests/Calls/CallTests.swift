import DataGateway
import DataService
import HTTPTypes
import HummingbirdTesting
import Logbook
import NIOCore
import SQLSource
import Testing
import Foundation

struct CallTests {
    private static let passed: [AccessDetail.VerificationStep] = [
        .init(check: .apiAuthentication), .init(check: .appAuthentication), .init(check: .accessPermission),
    ]

    @Test func `a call is answered and recorded with all its parts`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let uri = "/orders?id=1&city=%E4%B8%8A&extra=x&token=hunter2"
            let result = try await caller.call(.get, uri, headers: [.accept: "*/*", .authorization: "Basic hunter2"])
            #expect(
                result.body.hasSuffix(
                    #""data":{"totalSize":1,"rowSize":1,"columnSize":2,"success":true,"#
                        + #""data":[{"id":1,"city":"上海"}],"columnNames":["id","city"]}}"#))
            let record = try #require(result.record)
            #expect(result.headers[.contentType] == "application/json;charset=utf-8")
            #expect(record.api == .init(id: "orders", name: "name of orders"))
            #expect(record.app == nil && record.workspace == "w" && record.rowCount == 1)
            #expect(record.errorCode == nil && record.errorMessage == nil && record.statusCode == 200)
            #expect(record.parts.verification == Self.passed)
            #expect(
                record.parts.parameters
                    == .init(
                        header: [.init(name: "accept", value: "*/*")],
                        query: [
                            .init(name: "id", value: "1"), .init(name: "city", value: "上"),
                            .init(name: "extra", value: "x"), .init(name: "token", value: "******"),
                        ]))
            let head = "GET \(uri) HTTP/1.1\r\nhost: localhost\r\nAccept: */*\r\nAuthorization: Basic hunter2\r\n\r\n"
            #expect(record.requestByteCount == Int64(head.utf8.count))
            #expect(
                record.detail.text(showsStatement: true).hasSuffix(
                    #"SELECT "id" AS "id","city" AS "city" FROM "main"."orders" WHERE "id" = 1 "#
                        + #"AND "city" LIKE '%上%' ESCAPE '!' ORDER BY "id" ASC limit 100 offset 0"# + "\n\n"))
            #expect(shop.log.streams == [.access(project: Shop.project, cluster: "c1")])
        }
    }

    @Test func `values arrive from every place as they were sent`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let body = #"{"q":"'); DROP TABLE orders; --","n":9007199254740993,"password":"hunter2","x":[1]}"#
            let result = try await caller.call(
                .post, "/echo/a%2F..%2Fb%20%F0%9F%8C%8A",
                headers: [.contentType: "application/json", .init("X-H")!: "h'"],
                body: body)
            let row = try #require(result.rows?.first)
            #expect(row["p"] as? String == "a/../b 🌊")
            #expect(row["h"] as? String == "h'")
            #expect(row["q"] as? String == "'); DROP TABLE orders; --")
            #expect(row["wrapped"] as? String == "a'); DROP TABLE orders; --b")
            #expect(row["secret"] as? String == "hunter2")
            #expect(result.body.contains(#""n":9007199254740993,"#))
            let record = try #require(result.record)
            #expect(record.parts.parameters.path == [.init(name: "p", value: "a/../b 🌊")])
            #expect(record.parts.parameters.body == body.replacing("hunter2", with: "******"))
            #expect(!record.detail.text(showsStatement: true).contains("hunter2"))
            #expect(record.requestByteCount > Int64(body.utf8.count))
            #expect(try await caller.call(.get, "/all").rows?.count == 4)
        }
    }

    @Test(arguments: [
        "1' OR '1'='1", "'; DROP TABLE orders; --", "\" OR \"\"=\"", "%", "_", "\\", "!", "${q}", "?", "?1", ":q", "--",
        "/*", "*/", ";", "x' UNION SELECT name FROM sqlite_master --", "上海🌊", "", " ", "\t\n", "NULL",
        String(repeating: "A'", count: 10_000),
    ])
    func `no value breaks out of its place`(value: String) async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let encoded = value.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let form = try await caller.call(
                .post, "/echo/x", headers: [.contentType: "application/x-www-form-urlencoded"], body: "q=\(encoded)")
            #expect(form.rows?.first?["q"] as? String == value)
            #expect(form.rows?.first?["wrapped"] as? String == "a\(value)b")
            let query = try await caller.call(.post, "/echo/x?q=\(encoded)")
            #expect(query.rows?.first?["q"] as? String == value)
            let like = try await caller.call(.get, "/orders?city=\(encoded)")
            let expected = ["上海", "O'Fallon", "100%_!", "🌊"].filter { value.isEmpty || $0.contains(value) }
            #expect(like.rows?.compactMap { $0["city"] as? String } == expected)
            #expect(try await caller.call(.get, "/all").rows?.count == 4)
        }
    }

    @Test(arguments: [
        "/orders?id=1e999", "/orders?id=0x10", "/orders?id=%201", "/orders?id=9223372036854775808", "/orders?id=1;2",
        "/orders?id=1&id=1", "/orders?city=%00", "/orders?city=%zz", "/orders?city=%ff", "/orders?limitValue=0",
        "/orders?limitValue=2001", "/orders?offsetValue=-1", "/orders/abc", "/orders/1%20OR%201=1",
    ])
    func `a parameter that is not of its type is refused and recorded`(uri: String) async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let result = try await caller.call(.get, uri)
            #expect(result.status == 400 && result.code == "DAYBOOK.4001")
            let record = try #require(result.record)
            #expect(record.parts.statement == nil && record.api != nil)
            #expect(record.parts.verification == Self.passed)
        }
    }

    @Test func `a required parameter that is missing is named`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let result = try await caller.call(.post, "/echo/x?n=1")
            #expect(result.status == 400 && result.code == "DLM.4312")
            #expect(result.record?.errorMessage?.contains(" q ") == true)
        }
    }

    @Test(arguments: [
        ("/nowhere", HTTPRequest.Method.get), ("/orders", .post), ("/orders", .put), ("/orders/1/2", .get), ("/", .get),
        ("/orders//", .get), ("/Orders", .get), ("/%2Forders", .get), ("/../orders", .get), ("/orders", .options),
    ])
    func `what is not published is refused and recorded for the cluster`(uri: String, method: HTTPRequest.Method)
        async throws
    {
        let shop = try Shop()
        try await shop.open { caller in
            let result = try await caller.call(method, uri + "?a=1", body: method == .get ? nil : "hello")
            #expect(result.status == 404 && result.code == "APIG.0101")
            let record = try #require(result.record)
            #expect(record.api == nil && record.workspace == "cluster workspace")
            #expect(record.parts.verification == [.init(check: .apiAuthentication, failureCode: "APIG.0101")])
            #expect(record.parts.parameters.query == [.init(name: "a", value: "1")])
            #expect(record.errorMessage?.contains(" \(uri),") == true)
        }
    }

    @Test(arguments: [
        ("/broken", 400, "DLM.4094"), ("/misdeclared", 400, "DLM.4094"), ("/writing", 400, "DLM.4094"),
        ("/many", 400, "DLM.4094"), ("/elsewhere", 503, "DAYBOOK.5031"),
    ])
    func `a query that cannot run is refused and recorded`(uri: String, status: Int, code: String) async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let result = try await caller.call(.get, uri)
            #expect(result.status == status && result.code == code)
            #expect(result.record?.api != nil && result.record?.rowCount == 0)
            #expect(result.body.contains(shop.folder) == false)
            #expect(try await caller.call(.get, "/all").rows?.count == 4)
        }
    }

    @Test func `special values and alike columns have their forms`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let result = try await caller.call(.get, "/all")
            #expect(result.body.contains(#"{"id":1,"city":"上海","amount":10.5,"note":"AP8=","id_2":1,"id_3":"AP8="}"#))
            #expect(result.body.contains(#""city":"O'Fallon","amount":null,"note":null,"#))
            #expect(result.record?.rowCount == 4)
        }
    }

    @Test func `pages are asked for and counted`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let page = try await caller.call(.get, "/orders?limitValue=2&offsetValue=2")
            #expect(page.rows?.compactMap { $0["id"] as? Int } == [3, 4])
            #expect(page.data?["totalSize"] is NSNull)
            let rest = try await caller.call(.get, "/orders?limitValue=3&offsetValue=2")
            #expect(rest.data?["totalSize"] as? Int == 4)
            let statement = try #require(rest.record.map { $0.detail.text(showsStatement: true) })
            #expect(statement.hasSuffix(" limit 3 offset 2\n\n"))
        }
    }

    @Test(arguments: [
        ("{", "application/json", 400, "DAYBOOK.4002"), ("[1]", "application/json", 400, "DAYBOOK.4002"),
        ("{\"q\":}", "application/json", 400, "DAYBOOK.4002"),
        ("q=%zz", "application/x-www-form-urlencoded", 400, "DAYBOOK.4002"),
        ("q=1", "text/plain", 415, "DAYBOOK.4151"), ("<q/>", "application/xml", 415, "DAYBOOK.4151"),
        ("{\"q\":[1]}", "application/json", 400, "DAYBOOK.4001"), ("{\"q\":null}", "application/json", 400, "DLM.4312"),
        ("{\"q\":\"1\",\"q\":\"2\"}", "application/json", 400, "DAYBOOK.4001"),
        ("{\"q\":\"1\",\"n\":true}", "application/json", 400, "DAYBOOK.4001"),
        ("{\"q\":\"1\",\"n\":1e999}", "application/json", 400, "DAYBOOK.4001"),
    ])
    func `a body that cannot be read is refused and recorded`(
        body: String, type: String, status: Int, code: String
    ) async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let result = try await caller.call(.post, "/echo/x", headers: [.contentType: type], body: body)
            #expect(result.status == status && result.code == code)
            #expect(result.record != nil)
        }
    }

    @Test func `compressed bodies are refused clearly`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let result = try await caller.call(
                .post, "/echo/x", headers: [.contentEncoding: "gzip", .contentType: "application/json"],
                body: "\u{1F}\u{8B}")
            #expect(result.status == 415 && result.code == "DAYBOOK.4151")
            #expect(result.record?.errorMessage?.contains("content-encoding") == true)
        }
    }

    @Test func `an api that is not logged leaves no record but a request id`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            let result = try await caller.call(.get, "/quiet")
            #expect(result.status == 200 && result.record == nil && result.rows?.count == 1)
        }
    }

    @Test func `what cannot be recorded does not leave the house`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            for code in LogStoreError.Code.allCases {
                shop.log.fail(with: LogStoreError(code, "disk"))
                for uri in ["/all", "/nowhere", "/orders?id=x"] {
                    let result = try await caller.call(.get, uri)
                    #expect(result.status == 503 && result.code == "DAYBOOK.5033")
                    #expect(result.record == nil && result.json["data"] is NSNull)
                    #expect(!result.body.contains("上海") && !result.body.contains("disk"))
                }
            }
            shop.log.fail(with: nil)
            #expect(try await caller.call(.get, "/all").status == 200)
        }
    }

    @Test func `a database that vanishes is said to be away, and is used again when it is back`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            #expect(try await caller.call(.get, "/all").status == 200)
            let path = shop.folder + "/shop.sqlite"
            try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
            let result = try await caller.call(.get, "/all")
            #expect(result.status == 503 && result.code == "DAYBOOK.5031" && result.headers[.retryAfter] == "1")
            #expect(result.record != nil && !result.body.contains(shop.folder))
            try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
            #expect(try await caller.call(.get, "/all").status == 200)
        }
    }

    @Test func `a runaway query is stopped and recorded, and the next call is served`() async throws {
        var limits = GatewayLimits()
        limits.callTime = .milliseconds(100)
        let shop = try Shop(limits: limits, connectionCount: 1)
        try await shop.open { caller in
            let result = try await caller.call(.get, "/slow")
            #expect(result.status == 504 && result.code == "APIG.0201")
            #expect(result.record.map { $0.durationMilliseconds >= 50 && $0.parts.statement != nil } == true)
            #expect(try await caller.call(.get, "/all").status == 200)
        }
    }

    @Test func `concurrent calls are answered each with its own rows and recorded once`() async throws {
        let shop = try Shop(waitingCount: 1_000)
        try await shop.open { caller in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        let response = try await caller.client.executeRequest(
                            uri: "/echo/x?q=\(number)", method: .post, headers: [:], body: nil)
                        #expect(String(buffer: response.body).contains("\"q\":\"\(number)\""))
                    }
                }
                try await group.waitForAll()
            }
        }
        let records = shop.log.records
        #expect(records.count == 300)
        #expect(Set(records.map(\.requestID)).count == 300)
        #expect(Set(records.compactMap { $0.parts.parameters.query.first?.value }).count == 300)
    }

    @Test(arguments: [
        (SQLSourceError.Code.timeout, 504, "APIG.0201"), (.sqlError, 400, "DLM.4094"), (.refused, 400, "DLM.4094"),
        (.tooLarge, 400, "DLM.4094"), (.unavailable, 503, "DAYBOOK.5031"), (.overloaded, 503, "DAYBOOK.5032"),
    ])
    func `every failure of a source has its code`(cause: SQLSourceError.Code, status: Int, code: String) async throws {
        struct FailingSource: SQLSource {
            let cause: SQLSourceError.Code
            func run(_ statement: String, values: [SQLValue], limits: RunLimits) async throws -> SQLRows {
                throw SQLSourceError(cause, "as it is")
            }
            func close() async {}
        }
        let shop = try Shop(sources: SourceRegistry { _ in FailingSource(cause: cause) })
        try await shop.open { caller in
            let result = try await caller.call(.get, "/all")
            #expect(result.status == status && result.code == code)
            #expect((result.headers[.retryAfter] == "1") == (status == 503))
            #expect(result.record?.errorMessage == "as it is" && result.record?.parts.statement != nil)
        }
    }

    @Test func `definitions change with a reload, and a bad reload changes nothing`() async throws {
        let shop = try Shop()
        try await shop.open { caller in
            shop.definitions.change { $0.apis.removeAll { $0.id == "all" } }
            #expect(try await caller.call(.get, "/all").status == 200)
            try await shop.gateway.reload()
            #expect(try await caller.call(.get, "/all").status == 404)
            shop.definitions.change { state in state.apis += state.apis.filter { $0.id == "orders" } }
            await #expect(throws: ServiceError(.callFailed, "")) { try await shop.gateway.reload() }
            shop.definitions.change { $0.isDown = true }
            await #expect(throws: MemoryDefinitions.Outage.self) { try await shop.gateway.reload() }
            #expect(try await caller.call(.get, "/orders").status == 200)
        }
    }

    @Test func `headers alone decide nothing about size, but a large body is refused`() async throws {
        var limits = GatewayLimits()
        limits.bodyByteCount = 1_000
        let shop = try Shop(limits: limits)
        try await shop.open { caller in
            let fits = try await caller.call(.post, "/echo/x?q=1", body: "{" + String(repeating: " ", count: 998) + "}")
            #expect(fits.status == 200)
            let result = try await caller.call(.post, "/echo/x?q=1", body: String(repeating: "x", count: 1_001))
            #expect(result.status == 413 && result.code == "DAYBOOK.4131" && result.headers[.connection] == "close")
            #expect(result.record?.api?.id == "echo")
        }
    }
}
