internal import Logbook

/// A number or a quoted string in the text of a statement.
struct SQLLiteral {
    private enum Content {
        case integer(Int64)
        case number(Double)
        /// Where the string stands, and whether quotes in it are doubled.
        case text(Range<Int>, hasDoubledQuotes: Bool)
    }

    private let content: Content
    /// Behind its last byte.
    let end: Int

    var isNumber: Bool {
        if case .text = content { false } else { true }
    }

    /// `nil` when no literal begins here, or one that would be written in another way.
    init?(in sql: Span<UInt8>, at index: Int) {
        let byte = sql[index]
        if byte == UInt8(ascii: "'") {
            self.init(stringIn: sql, at: index)
        } else if isDigit(byte) {
            guard index == 0 || !Self.isPartOfWord(sql[index &- 1]) else { return nil }
            self.init(numberIn: sql, at: index, digits: index)
        } else if byte == UInt8(ascii: "-") {
            guard index &+ 1 < sql.count, isDigit(sql[index &+ 1]), index > 0, Self.precedesSign(sql[index &- 1])
            else { return nil }
            self.init(numberIn: sql, at: index, digits: index &+ 1)
        } else {
            return nil
        }
    }

    /// Behind the word, quoted name, comment or single byte that begins here.
    static func endOfToken(in sql: Span<UInt8>, at start: Int) -> Int {
        let byte = sql[start]
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "`"):
            return index(of: byte, in: sql, from: start &+ 1).map { $0 &+ 1 } ?? sql.count
        case UInt8(ascii: "'"):
            // No literal: it has no end.
            return sql.count
        case UInt8(ascii: "-") where hasBytes(sql, at: start, of: "--"):
            return index(of: UInt8(ascii: "\n"), in: sql, from: start) ?? sql.count
        case UInt8(ascii: "/") where hasBytes(sql, at: start, of: "/*"):
            var end = start &+ 2
            while let star = index(of: UInt8(ascii: "*"), in: sql, from: end) {
                if hasBytes(sql, at: star, of: "*/") { return star &+ 2 }
                end = star &+ 1
            }
            return sql.count
        default:
            guard isPartOfWord(byte) else { return start &+ 1 }
            var end = start &+ 1
            while end < sql.count, isPartOfWord(sql[end]) { end &+= 1 }
            return end
        }
    }

    /// - Parameter sql: the bytes in which the literal was found.
    func value(in sql: Span<UInt8>) -> AccessDetail.Value {
        switch content {
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .text(let range, hasDoubledQuotes: false): .text(text(sql, in: range))
        case .text(let range, hasDoubledQuotes: true): .text(Self.withoutDoubledQuotes(text(sql, in: range)))
        }
    }

    /// Writes the value in its binary form.
    ///
    /// - Parameter sql: the bytes in which the literal was found.
    @inline(__always)
    func encode(from sql: Span<UInt8>, into writer: inout ByteWriter) {
        switch content {
        case .integer(let value):
            writer.append(AccessDetail.Value.Kind.integer.rawValue)
            writer.append(signedVarint: value)
        case .text(let range, hasDoubledQuotes: false):
            writer.append(AccessDetail.Value.Kind.text.rawValue)
            writer.append(text: sql.extracting(range))
        case .number, .text:
            value(in: sql).encode(into: &writer)
        }
    }

    private init?(stringIn sql: Span<UInt8>, at start: Int) {
        var hasQuotes = false
        var search = start &+ 1
        while let quote = index(of: UInt8(ascii: "'"), in: sql, from: search) {
            if quote &+ 1 < sql.count, sql[quote &+ 1] == UInt8(ascii: "'") {
                hasQuotes = true
                search = quote &+ 2
            } else {
                content = .text(start &+ 1..<quote, hasDoubledQuotes: hasQuotes)
                end = quote &+ 1
                return
            }
        }
        return nil
    }

    private static func withoutDoubledQuotes(_ content: String) -> String {
        var units: [UInt8] = []
        var isSecond = false
        for unit in content.utf8 {
            isSecond = unit == UInt8(ascii: "'") && !isSecond
            if unit != UInt8(ascii: "'") || isSecond { units.append(unit) }
        }
        return String(decoding: units, as: UTF8.self)
    }

    private init?(numberIn sql: Span<UInt8>, at start: Int, digits: Int) {
        var index = digits
        if let magnitude = decimalNumber(sql, at: &index, to: sql.count),
            index == sql.count || !Self.isPartOfWord(sql[index])
        {
            guard magnitude != 0 || digits == start else { return nil }
            content = .integer(digits == start ? magnitude : -magnitude)
            end = index
            return
        }
        index = digits
        var isWhole = true
        while index < sql.count, Self.isPartOfWord(sql[index]) || Self.isSignOfExponent(in: sql, at: index) {
            if !isDigit(sql[index]) { isWhole = false }
            index &+= 1
        }
        end = index
        let written = text(sql, in: start..<index)
        guard !isWhole, index &- start <= Limits.numberByteCountMaximum, let number = Double(written),
            number.isFinite, number.description == written
        else { return nil }
        content = .number(number)
    }

    private static func isSignOfExponent(in sql: Span<UInt8>, at index: Int) -> Bool {
        (sql[index] == UInt8(ascii: "-") || sql[index] == UInt8(ascii: "+"))
            && sql[index &- 1] | 0x20 == UInt8(ascii: "e")
    }

    /// Letters, digits and what else holds a name or a number together.
    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "$"),
            UInt8(ascii: "@"), UInt8(ascii: "#"), UInt8(ascii: ":"), 0x80...:
            true
        default: false
        }
    }

    private static func precedesSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "("), UInt8(ascii: ","), UInt8(ascii: "="),
            UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
