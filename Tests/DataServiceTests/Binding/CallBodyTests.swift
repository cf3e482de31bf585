import DataService
import Testing

struct CallBodyTests {
    private static func body(_ text: String, _ type: String?) -> CallBody {
        CallBody(Array(text.utf8), contentType: type)
    }

    @Test(arguments: [
        "application/json", "Application/JSON; charset=UTF-8", "application/json;charset=utf8",
        "application/json; charset=\"utf-8\"", "application/vnd.shop+json", nil,
    ])
    func `an object is understood under every name of JSON`(type: String?) throws {
        let body = Self.body("{\"a\":1}", type)
        #expect(try body.fields.get() == [.init(name: "a", value: .number("1"))])
        #expect(body.recorded == "{\"a\":1}")
    }

    @Test(arguments: [
        "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/octet-stream", "",
        "application/json; charset=gbk", "json", "application/json-patch",
    ])
    func `another type is refused and its content not recorded`(type: String) {
        let body = Self.body("password=hunter2", type)
        #expect(throws: ServiceError(.bodyUnsupported, "")) { try body.fields.get() }
        #expect(body.recorded == "<16 bytes>")
    }

    @Test func `no body has no fields, whatever its type`() throws {
        let body = Self.body("", "image/png")
        #expect(try body.fields.get().isEmpty)
        #expect(body.recorded.isEmpty)
    }

    @Test func `a form is decoded`() throws {
        let body = Self.body("a=%E4%B8%8A+1&b&&c=x=y", "application/x-www-form-urlencoded;charset=UTF-8")
        #expect(
            try body.fields.get() == [
                .init(name: "a", value: .text("上 1")), .init(name: "b", value: .text("")),
                .init(name: "c", value: .text("x=y")),
            ])
        #expect(body.recorded == "a=%E4%B8%8A+1&b&&c=x=y")
    }

    @Test func `secrets of a body are masked in its record and nowhere else`() throws {
        let json = Self.body(
            "{ \"a\": 1, \"Password\": \"h\\\"2\", \"b\": {\"client_secret\": [1, 2]} }", "application/json")
        #expect(json.recorded == "{ \"a\": 1, \"Password\": \"******\", \"b\": {\"client_secret\": \"******\"} }")
        #expect(try json.fields.get()[1].value == .text("h\"2"))
        let form = Self.body("a=1&pass%77ord=hunter2&token", "application/x-www-form-urlencoded")
        #expect(form.recorded == "a=1&pass%77ord=******&token")
    }

    @Test func `a malformed body is refused with its place, without its content`() {
        let body = Self.body("{\"a\": hunter2}", "application/json")
        guard case .failure(let error) = body.fields else {
            Issue.record("no JSON")
            return
        }
        #expect(error.code == .bodyMalformed)
        #expect(error.message.contains("byte 6") && !error.message.contains("hunter2"))
        #expect(body.recorded == "<14 bytes>")
        #expect(throws: ServiceError(.bodyMalformed, "")) {
            try Self.body("a=%zz", "application/x-www-form-urlencoded").fields.get()
        }
    }
}
