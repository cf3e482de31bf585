import DataService

/// What the shop publishes.
enum ShopDefinitions {
    static func state(database: String) -> MemoryDefinitions.State {
        MemoryDefinitions.State(
            apis: apis,
            apps: [
                App(
                    id: "app1", project: Shop.project, workspace: "w", name: "desk", kind: .signing, key: Shop.key,
                    secret: Shop.secret),
                App(
                    id: "app2", project: Shop.project, workspace: "w", name: "stranger", kind: .signing,
                    key: String(repeating: "a", count: 32), secret: String(repeating: "b", count: 32)),
                App(
                    id: "app3", project: Shop.project, workspace: "w", name: "people", kind: .identity,
                    key: String(repeating: "c", count: 32), secret: String(repeating: "d", count: 32)),
            ],
            connections: [
                Connection(id: "db", project: Shop.project, name: "shop", kind: .sqlite, location: database)
            ],
            authorizations: ["signed": ["app1", "app3"], "signed post": ["app1"], "token": ["app3", "app1"]])
    }

    private static func api(
        _ id: String, _ method: APIDefinition.Method = .get, _ path: String,
        authentication: APIDefinition.Authentication = .none, isLogged: Bool = true,
        parameters: [APIDefinition.Parameter] = [], connection: String = "db", form: APIDefinition.Query.Form,
        paging: APIDefinition.Query.Paging = .standard
    ) -> APIDefinition {
        APIDefinition(
            id: id, project: Shop.project, workspace: "w", name: "name of \(id)", method: method, path: path,
            authentication: authentication, isLogged: isLogged, parameters: parameters,
            query: .init(connection: connection, form: form, paging: paging))
    }

    private static func parameter(
        _ name: String, _ position: APIDefinition.Parameter.Position = .query,
        _ kind: APIDefinition.Parameter.Kind = .string, required: Bool = false
    ) -> APIDefinition.Parameter {
        .init(name: name, position: position, kind: kind, isRequired: required)
    }

    private static let orders = APIDefinition.Query.Form.configuration(
        .init(
            table: "main.orders",
            conditions: [
                .init(parameter: "id", column: "id", comparison: .equal),
                .init(parameter: "city", column: "city", comparison: .contains),
            ], outputs: [.init(name: "id", column: "id"), .init(name: "city", column: "city")],
            orderings: [.init(column: "id", isDescending: false)]))

    private static let apis: [APIDefinition] = [
        api(
            "orders", .get, "/orders", parameters: [parameter("id", .query, .number), parameter("city")], form: orders),
        api(
            "order", .get, "/orders/{id}", parameters: [parameter("id", .path, .number)],
            form: .script("SELECT * FROM orders WHERE id = ${id}")),
        api(
            "echo", .post, "/echo/{p}",
            parameters: [
                parameter("p", .path), parameter("x-h", .header), parameter("q", required: true),
                parameter("n", .query, .number), parameter("password"),
            ],
            form: .script(
                "SELECT ${p} AS p, ${x-h} AS h, ${q} AS q, 'a${q}b' AS wrapped, ${n} AS n, ${password} AS secret"),
            paging: .custom),
        api("all", .get, "/all", form: .script("SELECT *, id, note AS id FROM orders"), paging: .custom),
        api(
            "signed", .get, "/signed/{id}", authentication: .app,
            parameters: [parameter("id", .path), parameter("city")],
            form: .script("SELECT 1 AS one")),
        api(
            "signed post", .post, "/signed", authentication: .app, parameters: [parameter("q")],
            form: .script("SELECT ${q} AS q")),
        api("token", .get, "/token", authentication: .iam, form: .script("SELECT 1 AS one")),
        api("quiet", .get, "/quiet", isLogged: false, form: .script("SELECT 1 AS one")),
        api("broken", .get, "/broken", form: .script("SELECT * FROM nowhere")),
        api("misdeclared", .get, "/misdeclared", form: .script("SELECT ${nobody}")),
        api("elsewhere", .get, "/elsewhere", connection: "gone", form: .script("SELECT 1")),
        api("writing", .get, "/writing", form: .script("DELETE FROM orders"), paging: .custom),
        api(
            "slow", .get, "/slow",
            form: .script("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"),
            paging: .custom),
        api(
            "many", .get, "/many",
            form: .script("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2001) SELECT i FROM n"),
            paging: .custom),
    ]
}
