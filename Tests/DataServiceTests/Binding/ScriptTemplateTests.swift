@testable import DataService
import Logbook
import Testing

struct ScriptTemplateTests {
    private static func bind(
        _ script: String, _ values: [String: String] = [:], number: Bool = false,
        paging: APIDefinition.Query.Paging = .custom
    ) throws -> BoundStatement {
        let api = APIDefinition(
            id: "a", project: "p", workspace: "w", name: "n", method: .get, path: "/", authentication: .none,
            parameters: ["x", "y", "password"].map {
                .init(name: $0, position: .query, kind: number ? .number : .string, isRequired: false)
            }, query: .init(connection: "c", form: .script(script), paging: paging))
        return try QueryPlan(api).bind(
            CallParameters(query: values.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }))
    }

    @Test(arguments: [
        ("SELECT ${x}", "SELECT ?"),
        ("SELECT a FROM t WHERE a=${x} AND b IN (${ x },${y})", "SELECT a FROM t WHERE a=? AND b IN (?,?)"),
        ("SELECT '${x}'", "SELECT ?"),
        ("SELECT '%${x}%'", "SELECT ('%' || ? || '%')"),
        ("SELECT 'it''s ${x}, ${y}''' AS a", "SELECT ('it''s ' || ? || ', ' || ? || '''') AS a"),
        ("SELECT '${x}${y}'", "SELECT (? || ?)"),
        ("SELECT 'a' || ${x}", "SELECT 'a' || ?"),
        (
            "SELECT \"a\"\"b\", `c``d`, [e f] FROM t WHERE 'x' = ${x}",
            "SELECT \"a\"\"b\", `c``d`, [e f] FROM t WHERE 'x' = ?"
        ),
        ("SELECT 1 -- not ${nobody} 'open\n, ${x}", "SELECT 1  , ?"),
        ("/* ${nobody} \" ; */SELECT/* ' */${x}", "SELECT ?"),
        ("SELECT '-- no comment ${x}' ; -- end\n ;", "SELECT ('-- no comment ' || ?)"),
        ("SELECT '$' || '{x}' || '$x' || ${x}", "SELECT '$' || '{x}' || '$x' || ?"),
        ("SELECT '店', ${x}\n;\n", "SELECT '店', ?"),
        ("SELECT a-${x}", "SELECT a-?"),
        ("SELECT a$b, c::int, d @> ${x}, ':x'", "SELECT a$b, c::int, d @> ?, ':x'"),
    ])
    func `a mark becomes a bound value wherever it stands`(script: String, sql: String) throws {
        let bound = try Self.bind(script, ["x": "1' OR '1'='1", "y": "🌊"])
        #expect(bound.sql == sql)
        #expect(bound.values.count == sql.filter { $0 == "?" }.count)
        #expect(bound.values.allSatisfy { $0 == .text("1' OR '1'='1") || $0 == .text("🌊") })
        #expect(bound.recorded.fragments.joined(separator: "?") == sql)
    }

    @Test(arguments: [
        "", "  ", ";", "-- nothing", "/* open", "SELECT 'open", "SELECT \"open", "SELECT [open", "SELECT `open",
        "SELECT ${", "SELECT ${x", "SELECT ${}", "SELECT ${nobody}", "SELECT ${X}", "SELECT '${nobody}'",
        "SELECT '${x'",
        "SELECT \"${x}\"", "SELECT `${x}`", "SELECT [${x}]", "SELECT x'${x}'", "SELECT e'${x}'", "SELECT ?",
        "SELECT ?1",
        "SELECT ${x}5", "SELECT a${x}", "SELECT ${x}${y}", "SELECT ${x}'a'", "SELECT ${x}\"a\"", "SELECT '${x}'a",
        "SELECT ${x}'${y}'", "SELECT '${x}'${y}", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE t --", "SELECT 1\u{0}",
        "SELECT ${x}店", "SELECT :x", "SELECT @x", "SELECT $x", "SELECT $上", "SELECT ${x},:1",
    ])
    func `what a script cannot mean is refused`(script: String) {
        #expect(throws: ServiceError(.callFailed, "")) { try Self.bind(script, ["x": "1", "y": "2"]) }
    }

    @Test func `numbers are text inside quotes only, and a missing value is NULL in both`() throws {
        let script = "SELECT ${x}, '${x}', 'a${x}', ${y}, '${y}'"
        let bound = try Self.bind(script, ["x": "1.50"], number: true)
        #expect(bound.values == [.number(1.5), .text("1.5"), .text("1.5"), .null, .null])
        #expect(bound.recorded.values == bound.values)
    }

    @Test func `a secret runs as it is and is recorded as a mask`() throws {
        let bound = try Self.bind("SELECT ${password}, 'p${password}', ${x}", ["password": "hunter2", "x": "1"])
        #expect(bound.values == [.text("hunter2"), .text("hunter2"), .text("1")])
        #expect(bound.recorded.values == [.text("******"), .text("******"), .text("1")])
    }

    @Test func `standard paging selects from the script and ends in limit and offset`() throws {
        let bound = try Self.bind(
            "SELECT a FROM t WHERE a = ${x};", ["x": "1", "limitValue": "20", "offsetValue": "40"], paging: .standard)
        #expect(bound.sql == "SELECT * FROM (SELECT a FROM t WHERE a = ?) AS \"script\" limit ? offset ?")
        #expect(bound.values == [.text("1"), .integer(20), .integer(40)])
        #expect(bound.page == .init(limit: 20, offset: 40))
        let text = AccessDetail(statement: bound.recorded).text(showsStatement: true)
        #expect(
            text.hasSuffix("\nSELECT * FROM (SELECT a FROM t WHERE a = '1') AS \"script\" limit 20 offset 40\n\n"))
    }

    @Test func `random scripts never let a value into the text`() throws {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SplitMix(state: seed)
        let parts = [
            "${x}", "'", "\"", "--", "\n", "/*", "*/", " ", "a", "${y}", "[", "]", "`", "''", "1", "||", "$", "{x}",
            "(",
        ]
        var boundCount = 0
        for _ in 0..<20_000 {
            let script =
                "SELECT "
                + (0..<Int.random(in: 1...8, using: &generator)).map { _ in
                    parts[Int.random(in: parts.indices, using: &generator)]
                }.joined()
            guard let bound = try? Self.bind(script, ["x": "HUNTER2", "y": "HUNTER3"]) else { continue }
            boundCount += 1
            #expect(!bound.sql.contains("HUNTER") && !bound.sql.contains("${x}"), "seed \(seed): \(script)")
            #expect(bound.sql.filter { $0 == "?" }.count == bound.values.count, "seed \(seed): \(script)")
        }
        #expect(boundCount > 1_000)
    }
}

/// A small generator that can be seeded (SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
