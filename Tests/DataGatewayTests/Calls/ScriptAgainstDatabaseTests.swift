import DataService
import Logbook
import SQLSource
import Testing

/// Whether the scanner of scripts and the database agree on what is text and what is a value.
struct ScriptAgainstDatabaseTests {
    private static let parts = [
        "${x}", "${x}", "'", "'", "''", "\"", "`", "[", "]", "--", "\n", "/*", "*/", " ", " ", "a", "1", ",", "||", "(",
        ")",
        "$", "{x}", "x'00'", "\\", "IN", "AS", "e", "\u{4E0A}", "-", "/", "*", ";", ".", "=", "%", "_", "NULL",
    ]

    /// A script of known pieces, so that most of them are good SQL.
    private static func script(_ generator: inout some RandomNumberGenerator) -> String {
        let pieces = [
            "${x}", "'${x}'", "'a${x}b'", "'it''s ${x}'", "''", "'--${x}'", "'/*${x}'", "'\"${x}\"'", "\"a\"",
            "/*${y}*/1",
            "1 --'${y}\n", "'${x}${x}'", "(${x})", "'${x}' || ${x}", "-${x}", "'\\${x}'", "'上${x}'", "length('${x}')",
        ]
        let good = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            pieces[Int.random(in: pieces.indices, using: &generator)]
        }.joined(separator: " , ")
        let noise = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            parts[Int.random(in: parts.indices, using: &generator)]
        }.joined()
        return "SELECT \(good) \(noise)"
    }

    @Test func `what a caller sends is a value to the database too, whatever the script`() async throws {
        let seed = UInt64.random(in: .min ... .max)
        var generator = Random(state: seed)
        let shop = try Shop()
        let source = SQLiteSource(path: shop.folder + "/shop.sqlite")
        let poison = "'\"`]*/--\n;${x}?" + "SELECT poisoned"
        var runCount = 0
        for _ in 0..<3_000 {
            let script = Self.script(&generator)
            let api = APIDefinition(
                id: "a", project: "p", workspace: "w", name: "n", method: .get, path: "/", authentication: .none,
                parameters: [.init(name: "x", position: .query, kind: .string, isRequired: true)],
                query: .init(connection: "c", form: .script(script), paging: .custom))
            guard let plan = try? QueryPlan(api) else { continue }
            let bound = try plan.bind(CallParameters(query: [.init(name: "x", value: poison)]))
            #expect(!bound.sql.contains("poisoned"), "seed \(seed): \(script)")
            do {
                let values = bound.values.map { _ in SQLValue.text(poison) }
                _ = try await source.run(
                    bound.sql, values: values, limits: RunLimits(time: .seconds(20), rowCount: 10, byteCount: 100_000))
                runCount += 1
            } catch let error as SQLSourceError {
                // Noise makes bad SQL; a count of values that differs would mean that the two disagree.
                #expect(error.code == .sqlError, "seed \(seed): \(script)")
                #expect(
                    !error.message.contains("arguments") && !error.message.contains("bad parameter"),
                    "seed \(seed): \(script)")
            }
        }
        #expect(runCount > 500, "seed \(seed)")
    }
}

/// A small generator that can be seeded (SplitMix64).
private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
