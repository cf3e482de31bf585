import DaybookTesting

/// Lines as other systems write them, seeded: any order of fields, spaces, escapes, foreign fields, odd details.
struct ForeignLines {
    private(set) var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func line() -> [UInt8] {
        let app = half()
        var fields = [
            ("request_id", string(String(Int64.random(in: 0...Int64.max, using: &generator)))),
            ("api_id", string("8045432f852571d4bf9e995cbfad326\(digit())")),
            ("api_name", string(half() ? "orders_by_city_and_status_\(digit())" : text())),
            ("app_id", app ? string("app-\(digit())") : "null"), ("app_name", app ? string(text()) : "null"),
            ("access_time", number(below: 253_402_300_800_000)), ("duration", number(below: 100_000)),
            ("status_code", half() ? string("\(Int.random(in: 100...999, using: &generator))") : "200"),
            ("error_code", half() ? "null" : string("DLM.40\(digit())")),
            ("error_message", half() ? "null" : string(text())), ("detail", string(detail())),
            ("in_flow_size", number(below: 1 << 53)), ("out_flow_size", number(below: 1 << 53)),
            ("out_total_size", number(below: 1_000)),
        ]
        if half() { fields.append(("id", half() ? "null" : string(text()))) }
        if half() { fields.append(("extra\(digit())", composite(depth: 0))) }
        if half() { fields.shuffle(using: &generator) }
        let members = fields.map { space() + string($0.0) + space() + ":" + space() + $0.1 + space() }
        return Array((space() + "{" + members.joined(separator: ",") + "}" + space()).utf8)
    }

    mutating func detail() -> String {
        let parts = AccessDetailParts(&self)
        return half() ? parts.text : parts.mutated(using: &generator)
    }

    mutating func half() -> Bool { Bool.random(using: &generator) }
    mutating func digit() -> Int { Int.random(in: 0...9, using: &generator) }

    mutating func text() -> String {
        let pieces = [
            "a", "城市", " : ", "\n", "\"", "\\", "/", "🏪", "\u{0}", "\u{1F}", "e\u{301}", "\t", "'", "''", "1", "-",
            "\u{FFFF}", "{", "]", "--", "/*", "limit 100", "\u{7F}",
        ]
        let count = Int.random(in: 0...6, using: &generator)
        return (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }

    /// A JSON string, each scalar written in one of the ways in which it may be.
    private mutating func string(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            let units = String(scalar).utf16.map { unit in
                let digits = String(unit, radix: 16, uppercase: half())
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
            switch scalar {
            case "\"", "\\": json += half() ? "\\\(scalar)" : units.joined()
            case "/": json += half() ? "/" : "\\/"
            case "\n": json += half() ? "\\n" : units.joined()
            case "\t": json += "\\t"
            case "\0"..<" ": json += units.joined()
            default: json += digit() == 0 ? units.joined() : String(scalar)
            }
        }
        return json + "\""
    }

    private mutating func number(below bound: Int64) -> String {
        String(Int64.random(in: 0..<bound, using: &generator) >> Int64.random(in: 0..<40, using: &generator))
    }

    private mutating func space() -> String {
        digit() > 1 ? "" : ["\t", " ", "  ", "\r"].randomElement(using: &generator) ?? ""
    }

    private mutating func composite(depth: Int) -> String {
        let count = Int.random(in: 0...2, using: &generator)
        switch Int.random(in: 0...(depth > 4 ? 5 : 7), using: &generator) {
        case 0: return "true"
        case 1: return "false"
        case 2: return "null"
        case 3: return "-0.5e+3"
        case 4: return "0"
        case 5: return string(text())
        case 6: return "[" + (0..<count).map { _ in composite(depth: depth + 1) }.joined(separator: ",") + "]"
        default:
            return "{"
                + (0..<count).map { _ in string("k\(digit())") + ":" + composite(depth: depth + 1) }.joined(
                    separator: ",")
                + "}"
        }
    }
}

/// The layout of a detail, written down a second time and by hand.
struct AccessDetailParts {
    private(set) var text = ""

    init(_ lines: inout ForeignLines) {
        text += "__________Verification information________\n"
        for name in ["API authentication verification", "App authentication verification"] {
            text += name + (lines.half() ? ": completed.\n" : lines.half() ? ": failed.\n" : ": failed: DLM.40.\n")
        }
        text += "\n___________Parameter information__________\n[path parameter]:\n"
        if lines.half() { text += "id : \(lines.digit())\n" }
        text += "\n[header parameter]:\nx-language : en-us\naccept : */*\n\n[query  parameter]:\n"
        let hasQuery = lines.half()
        text += hasQuery ? "a : \(lines.digit())\nb b : x : y\n" : "\n"
        text += "[body  parameter]:\n"
        if lines.half() { text += "{\"店\": \(lines.digit())}\n" }
        text += "\n"
        if lines.half() {
            text += "______________SQL information_______________\n" + Self.statement(&lines) + "\n\n"
        }
    }

    static func statement(_ lines: inout ForeignLines) -> String {
        let pieces = [
            "SELECT ", "\"a1\"", " AS ", "'it''s'", "''", "'", "1", "-2", "007", "1.5", "1.50", "1e3", "1.0e-05", " = ",
            "(", ",", "t1.c2", "-", "--", "\n", "/*", "*/", "`", "\"", " limit 100", " offset 0", "城市", "$1", ":1",
            "9223372036854775807", "9223372036854775808", "x", "E'", " ", "-0", "0", "1e400", "0x1F", "+",
        ]
        let count = Int.random(in: 0...20, using: &lines.randomness)
        return (0..<count).map { _ in pieces.randomElement(using: &lines.randomness) ?? "" }.joined()
    }

    /// The text with a few bytes taken out, doubled or put in.
    func mutated(using generator: inout SeededGenerator) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let index = scalars.indices.randomElement(using: &generator) ?? 0
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: scalars.remove(at: index)
            case 1: scalars.insert(scalars[index], at: index)
            case 2:
                scalars.insert(["\n", "\r", ":", " ", "_", "\t"].randomElement(using: &generator) ?? " ", at: index)
            default: scalars.removeSubrange(index...)
            }
            if scalars.isEmpty { scalars = ["x"] }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}

extension ForeignLines {
    var randomness: SeededGenerator {
        get { generator }
        set { generator = newValue }
    }
}
