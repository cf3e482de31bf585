import DaybookTesting

/// Details of one API as JSON strings, seeded: the same text with other values, and now and then a byte that is wrong.
struct SimilarDetails {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// - Parameters:
    ///   - city: stands behind a parameter and between the quotes of a literal.
    ///   - status: stands where a statement has a number.
    static func detail(city: String, status: String) -> String {
        #""__________Verification information________\nAPI authentication verification: completed.\n\n"#
            + #"___________Parameter information__________\n[path parameter]:\nid : 7\n\n[header parameter]:\n"#
            + #"accept : */*\n\n[query  parameter]:\ncity : \#(city)\nsize : 3\n[body  parameter]:\n\n"#
            + #"______________SQL information_______________\nSELECT \"a\" AS \"b\" FROM \"t\" WHERE "#
            + #"\"city\" = '\#(city)' AND\n\"status\" = \#(status) limit 100 offset 0\n\n""#
    }

    mutating func next() -> String {
        let detail = Self.detail(
            city: pick(["x", "Wien", "城市", "a : b", "", "it''s", "\\\"q\\\"", "\\n", "\\u0041", "''", "'", "1"]),
            status: pick(["1", "200", "-3", "1.5", "007", "1e5", "x", "", "$1", "'y'", "9223372036854775808", "NULL"]))
        guard Int.random(in: 0..<4, using: &generator) == 0 else { return detail }
        var characters = Array(detail)
        for _ in 0..<Int.random(in: 1...2, using: &generator) {
            let index = Int.random(in: 1..<characters.count - 1, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: characters[index] = pick(["\"", "\\", "'", "n", "u", "1", "-", ".", " ", ":", "\t", "é"])
            case 1: characters.insert(pick(["\\", "\"", "'", "0", "/"] as [Character]), at: index)
            default: characters.remove(at: index)
            }
        }
        return String(characters)
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &generator)]
    }
}
