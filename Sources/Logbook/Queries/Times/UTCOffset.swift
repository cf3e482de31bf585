/// How far a clock on the wall is from that of Greenwich; east is positive. Whole minutes, less than a day.
package struct UTCOffset: Hashable, Sendable {
    package let minutes: Int

    package static let zero = UTCOffset(checkedMinutes: 0)

    package init?(minutes: Int) {
        guard abs(minutes) < 1_440 else { return nil }
        self.minutes = minutes
    }

    private init(checkedMinutes: Int) {
        minutes = checkedMinutes
    }

    /// Reads `Z`, `+08:00` or `+0800`; `nil` for anything else.
    package init?(text: some StringProtocol) {
        let bytes = Array(text.utf8)
        if bytes.count == 1, bytes[0] | 0x20 == UInt8(ascii: "z") {
            self = .zero
            return
        }
        guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        var digits = bytes.dropFirst()
        if digits.count == 5, digits[digits.startIndex + 2] == UInt8(ascii: ":") {
            digits.remove(at: digits.startIndex + 2)
        }
        guard digits.count == 4, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard number / 100 < 24, number % 100 < 60 else { return nil }
        minutes = (number / 100 * 60 + number % 100) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    package var seconds: Int { minutes * 60 }

    /// `+0800`, also where there is no difference: `+0000`.
    package var compactText: String { text(separator: "") }

    private func text(separator: String) -> String {
        let (hour, minute) = abs(minutes).quotientAndRemainder(dividingBy: 60)
        return "\(minutes < 0 ? "-" : "+")\(hour < 10 ? "0" : "")\(hour)\(separator)\(minute < 10 ? "0" : "")\(minute)"
    }
}

extension UTCOffset: CustomStringConvertible {
    /// `Z` or `+08:00`.
    package var description: String { minutes == 0 ? "Z" : text(separator: ":") }
}
