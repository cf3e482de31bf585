/// Reads times as people write them:
/// - RFC 3339 with or without seconds, fraction and zone: `2025-01-02T03:04:05.678+08:00`, `2025-01-02 03:04`;
/// - a date, which is its first moment: `2025-01-02`;
/// - so long ago: `-30s`, `-15m`, `-2h`, `-7d`, `-1w`;
/// - `now`;
/// - milliseconds since 1970, 12 to 14 digits, as the access log API shows times.
package struct TimeReader: Sendable {
    package let now: Timestamp
    /// Where the clock hangs that shows times without a zone.
    package let offset: UTCOffset

    package init(now: Timestamp, offset: UTCOffset = .zero) {
        self.now = now
        self.offset = offset
    }

    /// - Throws: `QueryError` with `badTime`.
    package func time(_ text: String) throws -> Timestamp {
        if text == "now" {
            return now
        }
        if let time = ago(text) ?? sinceEpoch(text) ?? date(text) {
            return time
        }
        throw QueryError(
            .badTime, "no time: \(text.prefix(40)); write 2025-01-02T03:04:05Z, 2025-01-02, -15m or now")
    }

    private func ago(_ text: String) -> Timestamp? {
        guard text.first == "-", let unit = text.last, let count = Int64(text.dropFirst().dropLast()), count >= 0,
            text.dropFirst().utf8.first != UInt8(ascii: "+")
        else { return nil }
        let seconds: Int64
        switch unit {
        case "s": seconds = 1
        case "m": seconds = 60
        case "h": seconds = 3_600
        case "d": seconds = 86_400
        case "w": seconds = 604_800
        default: return nil
        }
        let (product, overflow) = count.multipliedReportingOverflow(by: seconds * 1_000_000)
        guard !overflow else { return nil }
        let (microseconds, underflow) = now.microseconds.subtractingReportingOverflow(product)
        return underflow ? nil : Timestamp(microseconds: microseconds)
    }

    private func sinceEpoch(_ text: String) -> Timestamp? {
        guard (12...14).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text).map { Timestamp(milliseconds: $0) }
    }

    private func date(_ text: String) -> Timestamp? {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2),
            scanner.skip("-"), let day = scanner.number(digits: 2)
        else { return nil }
        var clock = (hour: 0, minute: 0, second: 0, microsecond: 0)
        var zone = offset
        if !scanner.isAtEnd {
            guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
                let hour = scanner.number(digits: 2), scanner.skip(":"), let minute = scanner.number(digits: 2)
            else { return nil }
            (clock.hour, clock.minute) = (hour, minute)
            if scanner.skip(":") {
                guard let second = scanner.number(digits: 2) else { return nil }
                clock.second = second
                if scanner.skip(".") {
                    guard let fraction = scanner.microseconds() else { return nil }
                    clock.microsecond = fraction
                }
            }
            if !scanner.isAtEnd {
                guard let written = UTCOffset(text: scanner.rest) else { return nil }
                zone = written
            }
        }
        return CivilTime(
            year: year, month: month, day: day, hour: clock.hour, minute: clock.minute, second: clock.second,
            microsecond: clock.microsecond
        )?.timestamp(offsetSeconds: zone.seconds)
    }
}

/// Takes digits from the front of a text.
private struct DigitScanner {
    private var bytes: ArraySlice<UInt8>

    init(_ text: String) {
        bytes = Array(text.utf8)[...]
    }

    var isAtEnd: Bool { bytes.isEmpty }
    var rest: String { String(decoding: bytes, as: UTF8.self) }

    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard let first = bytes.first, UInt32(first) == scalar.value else { return false }
        bytes.removeFirst()
        return true
    }

    mutating func number(digits count: Int) -> Int? {
        let digits = bytes.prefix(count)
        guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        bytes.removeFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Digits after a decimal point; those past the sixth are dropped.
    mutating func microseconds() -> Int? {
        let digits = bytes.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty else { return nil }
        bytes.removeFirst(digits.count)
        var padded = Array(digits.prefix(6))
        padded.append(contentsOf: repeatElement(0x30, count: 6 - padded.count))
        return padded.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
