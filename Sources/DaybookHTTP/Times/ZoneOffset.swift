/// How far a clock stands from Greenwich, in whole minutes.
package struct ZoneOffset: Hashable, Sendable {
    /// Minutes east of Greenwich.
    package let minutes: Int

    package static let utc = ZoneOffset(valid: 0)
    /// Zones in use go from -12:00 to +14:00; like other readers of times we allow some more.
    private static let minutesMaximum = 18 * 60

    private init(valid minutes: Int) {
        self.minutes = minutes
    }

    /// `nil` beyond 18 hours either way.
    package init?(minutes: Int) {
        guard abs(minutes) <= Self.minutesMaximum else { return nil }
        self.minutes = minutes
    }

    /// Reads `+0800`, `+08:00`, `Z`; a space counts as plus, which it was before a query was decoded as a form.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        if bytes == [UInt8(ascii: "Z")] {
            self = .utc
            return
        }
        let digits: [UInt8]
        switch bytes.count {
        case 5: digits = Array(bytes[1...])
        case 6 where bytes[3] == UInt8(ascii: ":"): digits = Array(bytes[1...2] + bytes[4...])
        default: return nil
        }
        guard let hours = Self.number(digits[0...1]), let minutes = Self.number(digits[2...3]), minutes < 60 else {
            return nil
        }
        switch bytes[0] {
        case UInt8(ascii: "+"), UInt8(ascii: " "): self.init(minutes: hours * 60 + minutes)
        case UInt8(ascii: "-"): self.init(minutes: -(hours * 60 + minutes))
        default: return nil
        }
    }

    package var seconds: Int { minutes * 60 }

    /// `+0800`.
    package var text: String {
        let hours = abs(minutes) / 60
        let rest = abs(minutes) % 60
        return "\(minutes < 0 ? "-" : "+")\(hours < 10 ? "0" : "")\(hours)\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number
    }
}
