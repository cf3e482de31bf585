package import Logbook

/// The forms in which requests and answers write a moment.
///
/// Written: `2020-12-11T18:14:49+0800`, whole seconds. Read: the same, with `+08:00` or `Z` as well, with up to six
/// digits of a second's fraction, and with a space for the plus.
package enum TimeText {
    package static func print(_ timestamp: Timestamp, in zone: UTCOffset) -> String {
        let time = CivilTime(of: timestamp, offsetSeconds: zone.seconds)
        return "\(time.dateText)T\(time.clockText)\(zone.compactText)"
    }

    /// In UTC with milliseconds: `2020-12-15T08:53:01.868+0000`.
    package static func printMilliseconds(_ timestamp: Timestamp) -> String {
        let time = CivilTime(of: timestamp)
        let digits = String(time.microsecond / 1_000)
        let fraction = String(repeating: "0", count: 3 - digits.count) + digits
        return "\(time.dateText)T\(time.clockText).\(fraction)+0000"
    }

    /// `nil` for anything that is not a moment, such as a day that does not exist or a time without its zone.
    package static func parse(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == hyphen, bytes[7] == hyphen, bytes[10] == UInt8(ascii: "T"),
            bytes[13] == colon, bytes[16] == colon,
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19])
        else { return nil }
        var rest = bytes[19...]
        var microsecond = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard (1...6).contains(digits.count), let fraction = number(digits) else { return nil }
            microsecond = (digits.count..<6).reduce(fraction) { value, _ in value * 10 }
            rest = rest.dropFirst(1 + digits.count)
        }
        if rest.first == UInt8(ascii: " ") {
            rest[rest.startIndex] = UInt8(ascii: "+")
        }
        guard rest.first != UInt8(ascii: "z"), let zone = UTCOffset(text: String(decoding: rest, as: UTF8.self)) else {
            return nil
        }
        return CivilTime(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: microsecond
        )?.timestamp(offsetSeconds: zone.seconds)
    }

    /// As `parse`, or milliseconds since 1970 as digits.
    package static func parseMillisecondsOrText(_ text: String) -> Timestamp? {
        guard !text.isEmpty, text.utf8.count <= 15, let milliseconds = number(Array(text.utf8)[...]) else {
            return parse(text)
        }
        return Timestamp(milliseconds: Int64(milliseconds))
    }

    /// `2019-01-17T07:05:52`: some fields of instances have no zone; they are UTC.
    package static func printWithoutZone(_ timestamp: Timestamp) -> String {
        let time = CivilTime(of: timestamp)
        return "\(time.dateText)T\(time.clockText)"
    }

    private static let hyphen = UInt8(ascii: "-")
    private static let colon = UInt8(ascii: ":")

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return digits.isEmpty ? nil : number
    }
}
