extension ExtendedJSONWriter {
    /// Writes bytes as a JSON string.
    mutating func string(_ range: Range<Int>, in bytes: borrowing Span<UInt8>) {
        byte(UInt8(ascii: "\""))
        var start = range.lowerBound
        for offset in range where isEscaped(bytes[offset]) {
            plain(start..<offset, in: bytes)
            escaped(bytes[offset])
            start = offset + 1
        }
        plain(start..<range.upperBound, in: bytes)
        byte(UInt8(ascii: "\""))
    }

    mutating func string(_ text: String) {
        let bytes = text.utf8Span.span
        string(0..<bytes.count, in: bytes)
    }

    private mutating func plain(_ range: Range<Int>, in bytes: borrowing Span<UInt8>) {
        text.append(addingCapacity: range.count) { output in
            for offset in range {
                output.append(bytes[offset])
            }
        }
    }

    mutating func hexadecimal(_ value: UInt8) {
        byte(digit(value >> 4))
        byte(digit(value & 0x0F))
    }

    mutating func base64(_ range: Range<Int>, in bytes: borrowing Span<UInt8>) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let count = min(3, range.upperBound - offset)
            let first = bytes[offset]
            let second = count > 1 ? bytes[offset + 1] : 0
            let third = count > 2 ? bytes[offset + 2] : 0
            byte(base64Digit(first >> 2))
            byte(base64Digit((first & 0x03) << 4 | second >> 4))
            byte(count > 1 ? base64Digit((second & 0x0F) << 2 | third >> 6) : UInt8(ascii: "="))
            byte(count > 2 ? base64Digit(third & 0x3F) : UInt8(ascii: "="))
            offset += 3
        }
    }

    /// Writes a date: as ISO 8601 in UTC for the years 1970 to 9999, with milliseconds only where there are any; as
    /// a number otherwise.
    mutating func date(milliseconds: Int64) {
        guard (0...253_402_300_799_999).contains(milliseconds) else {
            raw("{\"$date\":{\"$numberLong\":\"\(milliseconds)\"}}")
            return
        }
        let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let (year, month, day) = civilDate(daysSince1970: days)
        raw("{\"$date\":\"")
        digits(year, 4)
        raw("-")
        digits(month, 2)
        raw("-")
        digits(day, 2)
        raw("T")
        digits(rest / 3_600_000, 2)
        raw(":")
        digits(rest / 60_000 % 60, 2)
        raw(":")
        digits(rest / 1_000 % 60, 2)
        if rest % 1_000 != 0 {
            raw(".")
            digits(rest % 1_000, 3)
        }
        raw("Z\"}")
    }

    private func isEscaped(_ value: UInt8) -> Bool {
        value < 0x20 || value == UInt8(ascii: "\"") || value == UInt8(ascii: "\\")
    }

    private mutating func escaped(_ value: UInt8) {
        switch value {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case 0x08: raw("\\b")
        case 0x09: raw("\\t")
        case 0x0A: raw("\\n")
        case 0x0C: raw("\\f")
        case 0x0D: raw("\\r")
        case 0..<0x20:
            raw("\\u00")
            hexadecimal(value)
        default: byte(value)
        }
    }

    private mutating func digits(_ value: Int64, _ count: Int) {
        let text = String(value)
        raw(String(repeating: "0", count: count - text.utf8.count) + text)
    }

    private func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private func base64Digit(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: UInt8(ascii: "A") + value
        case 26..<52: UInt8(ascii: "a") + value - 26
        case 52..<62: UInt8(ascii: "0") + value - 52
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }
}

/// The Gregorian date of a day from 1970 on, by eras of 400 years that begin on 1 March (Howard Hinnant,
/// "chrono-compatible low-level date algorithms").
private func civilDate(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}
