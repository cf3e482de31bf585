import DataService

/// The three APIs over the sample shop: a script for everybody, a configuration for users, one for an app.
struct SampleDefinitions {
    static let database = "main"
    static let table = "orders"
    static let keyColumn = "order_id"

    let project: String
    let workspace: String
    let connection: String
    /// Makes a new id.
    let identifier: () -> String

    var ordersByStatus: APIDefinition {
        api(
            "orders_by_status", path: "/shop/orders", authentication: .none,
            parameters: [
                parameter("status", .string, example: "paid"),
                parameter("min_total", .number, isRequired: false, default: "0", example: "4000"),
            ],
            form: .script(
                """
                SELECT o.order_id, o.order_no, o.status, o.total, o.currency, o.created_at, c.name AS customer, c.city \
                FROM orders AS o JOIN customers AS c ON c.customer_id = o.customer_id \
                WHERE o.status = ${status} AND o.total >= ${min_total} ORDER BY o.created_at DESC, o.order_id DESC
                """))
    }

    var orderByID: APIDefinition {
        api(
            "order_by_id", path: "/shop/order", authentication: .iam,
            parameters: [parameter("order_id", .number, example: "4711")],
            form: .configuration(
                APIDefinition.Configuration(
                    table: Self.table,
                    conditions: [.init(parameter: "order_id", column: "order_id", comparison: .equal)],
                    outputs: ["order_id", "order_no", "customer_id", "status", "total", "currency", "created_at"]
                        .map { .init(name: $0, column: $0) })))
    }

    var ordersOfCustomer: APIDefinition {
        api(
            "orders_of_customer", path: "/shop/customer/orders", authentication: .app,
            parameters: [
                parameter("customer_id", .number, example: "42"),
                parameter("status", .string, isRequired: false, example: "paid"),
            ],
            form: .configuration(
                APIDefinition.Configuration(
                    table: Self.table,
                    conditions: [
                        .init(parameter: "customer_id", column: "customer_id", comparison: .equal),
                        .init(parameter: "status", column: "status", comparison: .equal),
                    ],
                    outputs: ["order_id", "order_no", "status", "total", "currency", "coupon", "created_at"]
                        .map { .init(name: $0, column: $0) },
                    orderings: [.init(column: "created_at", isDescending: true)])))
    }

    private func api(
        _ name: String, path: String, authentication: APIDefinition.Authentication,
        parameters: [APIDefinition.Parameter], form: APIDefinition.Query.Form
    ) -> APIDefinition {
        APIDefinition(
            id: identifier(), project: project, workspace: workspace, name: name, method: .get, path: path,
            authentication: authentication, parameters: parameters,
            query: APIDefinition.Query(connection: connection, form: form))
    }

    private func parameter(
        _ name: String, _ kind: APIDefinition.Parameter.Kind, isRequired: Bool = true,
        default defaultValue: String? = nil, example: String
    ) -> APIDefinition.Parameter {
        APIDefinition.Parameter(
            name: name, position: .query, kind: kind, isRequired: isRequired, defaultValue: defaultValue,
            exampleValue: example)
    }
}
