package import Logbook

/// Makes records that look alike, and whose values are meant to be mistaken for something else.
package struct HostileShape {
    private let names: [String]
    private let fragments: [String]
    private let body: String?

    package init(using generator: inout SeededGenerator) {
        names = (0..<3).map { _ in
            ["a", "order_no", "x : y", "城市", "[body", "line\nfeed", "\u{1}0\u{2}", ""].randomElement(using: &generator)
                ?? ""
        }
        let pieces = [
            "SELECT * FROM t WHERE a = ", " AND b = ", " limit 100", "'", "", "''", " -- \u{2}", "\n\n",
            "______________SQL information_______________\n",
        ]
        fragments = (0...3).map { _ in pieces.randomElement(using: &generator) ?? "" }
        body = [nil, "{}", "json", "free"].randomElement(using: &generator) ?? nil
    }

    package func record(using generator: inout SeededGenerator) -> AccessRecord {
        var record = AccessRecord.sample(sequence: Int64.random(in: 0..<1_000, using: &generator))
        let values = names.map { _ in Self.value(using: &generator) }
        var bound = values.map { value in Self.bound(value, using: &generator) }
        bound.shuffle(using: &generator)
        let pairs = zip(names, values).map { AccessDetail.Pair(name: $0, value: $1) }
        let body =
            switch body {
            case "json": Self.arguments(using: &generator)
            case "free": "order 0012 took \(Self.value(using: &generator)), id=a1-b2"
            default: body ?? ""
            }
        let detail = AccessDetail(
            verification: [
                .init(check: .apiAuthentication), .init(check: .appAuthentication, failureCode: "E.1"),
            ],
            parameters: .init(path: [pairs[0]], header: [pairs[1]], query: [pairs[2]], body: body),
            statement: .init(fragments: fragments, values: bound))
        record.detail = .parts(detail)
        if generator.chance(0.2) {
            record.detail = .text(detail.text(showsStatement: true) + "!")
        }
        return record
    }

    /// A command's arguments, mostly JSON.
    package static func arguments(using generator: inout SeededGenerator) -> String {
        let values = (0..<3).map { _ in value(using: &generator) }
        return [
            #"{"find": "\#(values[0])", "limit": \#(values[1]), "filter": {"$oid": "65f0a1b2c3d4e5f601020304"}}"#,
            #"[{"a": -1.5e3, "b": "x\"y", "c": [1, 2, 3]}, "\#(values[2])"]"#,
            #"{"open": "never closed \"#, "{\"a\":\"\\\\\"}", "", " ", "\u{3}", "{\"k\": \"\u{1}0\u{2}\"}", values[0],
        ].randomElement(using: &generator) ?? ""
    }

    /// What a statement may be bound to when the caller sent this value.
    private static func bound(_ value: String, using generator: inout SeededGenerator) -> AccessDetail.Value {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: .null
        case 1: .number([0.1, -0.0, .nan, .infinity, 1e300, 5, 12_345_678].randomElement(using: &generator) ?? 0)
        case 2: .text(Self.value(using: &generator))
        default: Int64(value).map { .integer($0) } ?? .text(value)
        }
    }

    private static func value(using generator: inout SeededGenerator) -> String {
        let values = [
            "", "0", "-0", "007", "12", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "+5",
            "00000012", "0a1b2c3d", "0A1B2C3D", "deadbeef0", "'5'", "'", "''", "'a'b'", "it's", "'0a1b2c3d4e5f'",
            "NULL", "nan", "1.0", "1e3", "-0.0", "inf", "\u{1}", "\u{1}0\u{2}", "\u{3}t",
            "tab\tfeed\n", "\u{7f}", "城市",
            "e\u{301}", "'\u{301}", "en-us", "*/*", " ", "a : b",
        ]
        return generator.chance(0.3)
            ? String(generator.next() % 10_000_000) : values.randomElement(using: &generator) ?? ""
    }
}
