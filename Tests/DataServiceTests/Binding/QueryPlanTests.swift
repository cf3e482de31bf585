@testable import DataService
import Logbook
import Testing

struct QueryPlanTests {
    private typealias Configuration = APIDefinition.Configuration

    private static func api(
        _ parameters: [APIDefinition.Parameter], _ form: APIDefinition.Query.Form,
        paging: APIDefinition.Query.Paging = .standard
    ) -> APIDefinition {
        APIDefinition(
            id: "a", project: "p", workspace: "w", name: "n", method: .post, path: "/", authentication: .none,
            parameters: parameters, query: .init(connection: "c", form: form, paging: paging))
    }

    private static func plan(_ comparison: Configuration.Comparison, kind: APIDefinition.Parameter.Kind = .string)
        throws
        -> QueryPlan
    {
        try QueryPlan(
            api(
                [.init(name: "p", position: .query, kind: kind, isRequired: false)],
                .configuration(
                    .init(
                        table: "public.or\"ders",
                        conditions: [.init(parameter: "p", column: "a", comparison: comparison)],
                        outputs: [.init(name: "A", column: "a"), .init(name: "量", column: "b\"c")],
                        orderings: [.init(column: "a", isDescending: true), .init(column: "b", isDescending: false)]))))
    }

    private static func call(_ value: String) -> CallParameters {
        CallParameters(query: [.init(name: "p", value: value)])
    }

    private static let head = #"SELECT "a" AS "A","b""c" AS "量" FROM "public"."or""ders""#
    private static let tail = #" ORDER BY "a" DESC,"b" ASC limit ? offset ?"#

    @Test(
        arguments: [
            (.equal, "= ?", "5%_!"), (.notEqual, "<> ?", "5%_!"), (.greater, "> ?", "5%_!"),
            (.greaterOrEqual, ">= ?", "5%_!"),
            (.less, "< ?", "5%_!"), (.lessOrEqual, "<= ?", "5%_!"), (.contains, "LIKE ? ESCAPE '!'", "%5!%!_!!%"),
            (.endsWith, "LIKE ? ESCAPE '!'", "%5!%!_!!"), (.startsWith, "LIKE ? ESCAPE '!'", "5!%!_!!%"),
        ] as [(APIDefinition.Configuration.Comparison, String, String)])
    func `each comparison has its operator and its value`(
        comparison: APIDefinition.Configuration.Comparison, sql: String, value: String
    ) throws {
        let bound = try Self.plan(comparison).bind(Self.call("5%_!"))
        #expect(bound.sql == "\(Self.head) WHERE \"a\" \(sql)\(Self.tail)")
        #expect(bound.values == [.text(value), .integer(100), .integer(0)])
    }

    @Test func `a condition without value is left out`() throws {
        let bound = try Self.plan(.equal).bind(CallParameters())
        #expect(bound.sql == Self.head + Self.tail)
    }

    @Test func `the statement of the published example is composed`() throws {
        let outputs = SeedRecord.columns.map { Configuration.Output(name: $0, column: $0) }
        let plan = try QueryPlan(
            Self.api(
                [.init(name: "a", position: .query, kind: .number, isRequired: true)],
                .configuration(
                    .init(
                        table: "public.dws_all_char_type",
                        conditions: [.init(parameter: "a", column: "a", comparison: .equal)], outputs: outputs))))
        let bound = try plan.bind(CallParameters(query: [.init(name: "a", value: "1")]))
        #expect(bound.recorded == SeedRecord.statement)
    }

    @Test func `a value is found in its place only, and a field of the body stands in for the query`() throws {
        let parameters: [APIDefinition.Parameter] = [
            .init(name: "p", position: .path, kind: .string, isRequired: true),
            .init(name: "X-H", position: .header, kind: .string, isRequired: true),
            .init(name: "q", position: .query, kind: .number, isRequired: true),
        ]
        let plan = try QueryPlan(Self.api(parameters, .script("SELECT ${p}, ${X-H}, ${q}"), paging: .custom))
        let full = CallParameters(
            path: [.init(name: "p", value: "")], header: [.init(name: "x-h", value: "h")],
            body: [.init(name: "q", value: .number("7")), .init(name: "other", value: .composite)])
        #expect(try plan.bind(full).values == [.text(""), .text("h"), .integer(7)])
        for (missing, name) in [(\CallParameters.path, "p"), (\.header, "X-H")] {
            var call = full
            call[keyPath: missing] = []
            call.query = [.init(name: name, value: "elsewhere")]
            let error = #expect(throws: ServiceError(.parameterMissing, "")) { try plan.bind(call) }
            #expect(error?.message.contains(" \(name) ") == true)
        }
    }

    @Test func `a parameter that is there more than once is refused, unknown ones are not looked at`() throws {
        let plan = try Self.plan(.equal)
        let other = AccessDetail.Pair(name: "other", value: "1")
        #expect(throws: Never.self) { try plan.bind(CallParameters(query: [other, other])) }
        let pair = AccessDetail.Pair(name: "p", value: "1")
        #expect(throws: ServiceError(.parameterInvalid, "")) { try plan.bind(CallParameters(query: [pair, pair])) }
        #expect(throws: ServiceError(.parameterInvalid, "")) {
            try plan.bind(CallParameters(query: [pair], body: [.init(name: "p", value: .null)]))
        }
        #expect(throws: ServiceError(.parameterInvalid, "")) {
            try plan.bind(CallParameters(query: [pair], body: [.init(name: "limitValue", value: .composite)]))
        }
    }

    @Test(arguments: ["0", "2001", "-1", "1.0", "abc", " 1", "1e2", "9223372036854775808", "10;DROP TABLE t"])
    func `a limit out of bounds is refused`(limit: String) throws {
        let plan = try Self.plan(.equal)
        let error = #expect(throws: ServiceError(.parameterInvalid, "")) {
            try plan.bind(CallParameters(query: [.init(name: "limitValue", value: limit)]))
        }
        #expect(error?.message.contains("limitValue") == true)
        #expect(error?.message.contains("DROP") == false)
    }

    @Test func `a page has its bounds, its default and its total`() throws {
        let plan = try Self.plan(.equal)
        let bound = try plan.bind(
            CallParameters(query: [
                .init(name: "limitValue", value: "2000"), .init(name: "offsetValue", value: "9223372036854775807"),
            ]))
        #expect(bound.page == .init(limit: 2_000, offset: .max))
        #expect(throws: ServiceError(.parameterInvalid, "")) {
            try plan.bind(CallParameters(query: [.init(name: "offsetValue", value: "-1")]))
        }
        let standard = try plan.bind(CallParameters(query: [.init(name: "limitValue", value: "")]))
        #expect(standard.page == .init(limit: 100, offset: 0))
        #expect(standard.totalRowCount(ofRowCount: 0) == 0)
        #expect(standard.totalRowCount(ofRowCount: 99) == 99)
        #expect(standard.totalRowCount(ofRowCount: 100) == nil)
        let later = try plan.bind(CallParameters(query: [.init(name: "offsetValue", value: "40")]))
        #expect(later.totalRowCount(ofRowCount: 2) == 42)
        #expect(later.totalRowCount(ofRowCount: 0) == nil)
    }

    @Test func `defaults fill in for optional parameters, and wrong ones are the definition's fault`() throws {
        func bind(_ text: String?, required: Bool = false) throws -> [AccessDetail.Value] {
            let parameter = APIDefinition.Parameter(
                name: "p", position: .query, kind: .number, isRequired: required, defaultValue: text)
            return try QueryPlan(Self.api([parameter], .script("SELECT ${p}"), paging: .custom)).bind(.init()).values
        }
        #expect(try bind("7") == [.integer(7)])
        #expect(try bind(nil) == [.null])
        #expect(throws: ServiceError(.callFailed, "")) { try bind("seven") }
        #expect(throws: ServiceError(.parameterMissing, "")) { try bind("7", required: true) }
    }

    @Test func `a text with NUL is refused, an empty number counts as not sent`() throws {
        #expect(throws: ServiceError(.parameterInvalid, "")) { try Self.plan(.equal).bind(Self.call("a\u{0}b")) }
        #expect(try Self.plan(.equal, kind: .number).bind(Self.call("")).values.count == 2)
        #expect(try Self.plan(.equal).bind(Self.call("")).values.first == .text(""))
    }

    @Test func `definitions that cannot run are refused`() {
        let twice = APIDefinition.Parameter(name: "p", position: .query, kind: .number, isRequired: false)
        let condition = Configuration.Condition(parameter: "nobody", column: "a", comparison: .equal)
        for (parameters, form) in [
            ([twice, twice], .script("SELECT 1")),
            ([], .configuration(.init(table: "t", conditions: [condition], outputs: []))),
            ([], .configuration(.init(table: "", conditions: [], outputs: []))),
            ([], .configuration(.init(table: "a..b", conditions: [], outputs: []))),
            ([], .configuration(.init(table: "t\u{0}", conditions: [], outputs: []))),
            ([], .configuration(.init(table: "t", conditions: [], outputs: [.init(name: "a", column: "")]))),
        ] as [([APIDefinition.Parameter], APIDefinition.Query.Form)] {
            #expect(throws: ServiceError(.callFailed, "")) { try QueryPlan(Self.api(parameters, form)) }
        }
    }
}
