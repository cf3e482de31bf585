package import Logbook

/// Reads a number that a caller sent as text: `-12`, `007`, `3.50`, `1e3`.
///
/// An optional minus, ASCII digits, an optional fraction, an optional exponent; nothing else: no spaces, no plus in
/// front, no hexadecimal digits, no names. Without fraction and exponent it is a 64-bit integer, with one a double;
/// what fits neither is refused rather than rounded.
package enum NumberText {
    package static func parse(_ text: String) -> AccessDetail.Value? {
        guard text.utf8.count <= Limits.numberByteCountMaximum else { return nil }
        var rest = Substring(text).utf8
        if rest.first == UInt8(ascii: "-") {
            rest = rest.dropFirst()
        }
        guard skipDigits(&rest) else { return nil }
        guard !rest.isEmpty else {
            return Int64(text).map { .integer($0) }
        }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard skipDigits(&rest) else { return nil }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
                rest = rest.dropFirst()
            }
            guard skipDigits(&rest) else { return nil }
        }
        guard rest.isEmpty, let number = Double(text), number.isFinite else { return nil }
        return .number(number)
    }

    private static func skipDigits(_ rest: inout Substring.UTF8View) -> Bool {
        let count = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.count
        rest = rest.dropFirst(count)
        return count > 0
    }
}
