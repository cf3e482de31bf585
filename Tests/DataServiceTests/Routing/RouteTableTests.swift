import DataService
import Logbook
import Testing

struct RouteTableTests {
    private static func api(_ path: String, _ method: APIDefinition.Method = .get, id: String? = nil) -> APIDefinition {
        APIDefinition(
            id: id ?? "\(method.rawValue) \(path)", project: "p", workspace: "w", name: "n", method: method, path: path,
            authentication: .none, parameters: [], query: .init(connection: "c", form: .script("SELECT 1")))
    }

    private static func found(_ table: RouteTable, _ path: String, _ method: String = "GET") -> String? {
        guard case .found(let route, let pairs) = table.match(method: method, path: path) else { return nil }
        return route.api.path + pairs.map { " \($0.name)=\($0.value)" }.joined()
    }

    @Test func `a literal beats a parameter, from the left, and a dead end is left again`() throws {
        let table = try RouteTable(
            ["/", "/a", "/a/{x}", "/a/b", "/a/b/{y}", "/a/{x}/c", "/a/{x}/c/d", "/{z}"].map { Self.api($0) })
        #expect(Self.found(table, "/") == "/")
        #expect(Self.found(table, "/a") == "/a")
        #expect(Self.found(table, "/a/b") == "/a/b")
        #expect(Self.found(table, "/a/q") == "/a/{x} x=q")
        #expect(Self.found(table, "/a/b/c") == "/a/b/{y} y=c")
        #expect(Self.found(table, "/a/b/c/d") == "/a/{x}/c/d x=b")
        #expect(Self.found(table, "/q") == "/{z} z=q")
        #expect(Self.found(table, "/a/q/x") == nil)
    }

    @Test func `values of path parameters are decoded after the path is taken apart`() throws {
        let table = try RouteTable([Self.api("/shops/{shop}/orders/{order}"), Self.api("/店/{x}")])
        #expect(
            Self.found(table, "/shops/a%2Fb/orders/%F0%9F%8C%8A%20+")
                == "/shops/{shop}/orders/{order} shop=a/b order=🌊 +")
        #expect(Self.found(table, "/%E5%BA%97/..%2f..%2fetc%2fpasswd") == "/店/{x} x=../../etc/passwd")
        #expect(Self.found(table, "/s%68ops/1/orders/2") == "/shops/{shop}/orders/{order} shop=1 order=2")
    }

    @Test(arguments: [
        "", "shops/1", "//shops/1", "/shops//1", "/shops/1//", "/shops/%", "/shops/%zz", "/shops/%ff", "/shops/%C3",
        "/shops/1/2", "/Shops/1", "http://host/shops/1", "*", "/shops/../shops/1", "/shops/",
    ])
    func `a path that is not the published one matches nothing`(path: String) throws {
        #expect(Self.found(try RouteTable([Self.api("/shops/{shop}")]), path) == nil)
    }

    @Test func `a trailing slash means nothing`() throws {
        let table = try RouteTable([Self.api("/a/{x}/"), Self.api("/b")])
        #expect(Self.found(table, "/a/1") == "/a/{x}/ x=1")
        #expect(Self.found(table, "/a/1/") == "/a/{x}/ x=1")
        #expect(Self.found(table, "/b/") == "/b")
    }

    @Test func `methods are told apart, and a path under another method is noticed`() throws {
        let table = try RouteTable([
            Self.api("/a"), Self.api("/a", .post, id: "post"), Self.api("/a/{x}", .post), Self.api("/a/b"),
        ])
        #expect(Self.found(table, "/a", "POST") == "/a")
        #expect(Self.found(table, "/a/b", "POST") == "/a/{x} x=b")
        for method in ["PUT", "get", "HEAD", "DELETE", "OPTIONS", ""] {
            guard case .otherMethod = table.match(method: method, path: "/a/b") else {
                Issue.record("\(method) has to be known as another method")
                continue
            }
        }
        guard case .none = table.match(method: "PUT", path: "/c") else {
            Issue.record("nothing is there")
            return
        }
    }

    @Test(arguments: [["/a", "/a/"], ["/a/{x}", "/a/{y}"], ["/{x}/b/{y}", "/{y}/b/{x}"], ["/", "/"]])
    func `two apis that cannot be told apart are refused`(paths: [String]) {
        #expect(throws: ServiceError(.callFailed, "")) { try RouteTable(paths.map { Self.api($0) }) }
    }

    @Test(arguments: ["", "a", "//", "/a//b", "/a/{", "/a/}", "/a/{}", "/a/x{b}", "/a/{b}x", "/a/{b}/{b}", "/a/{{b}}"])
    func `a path that cannot be published is refused`(path: String) {
        #expect(throws: ServiceError(.callFailed, "")) { try RouteTable([Self.api(path)]) }
    }

    @Test func `an api with a broken query does not take the others down`() throws {
        var broken = Self.api("/broken")
        broken.query.form = .script("SELECT ${nobody}")
        let table = try RouteTable([broken, Self.api("/fine")])
        #expect(Self.found(table, "/fine") == "/fine")
        guard case .found(let route, _) = table.match(method: "GET", path: "/broken") else {
            Issue.record("the broken api is published")
            return
        }
        #expect(throws: ServiceError(.callFailed, "")) { try route.plan.get() }
    }
}
