import Logbook

extension LineSink {
    /// Writes `{"$date":"2026-11-21T07:05:09.040Z"}`: UTC, always with milliseconds, as MongoDB's audit messages
    /// have it.
    ///
    /// Years outside 0 to 9999 have no such form and are written as `{"$date":{"$numberLong":"<ms>"}}`.
    mutating func date(_ time: Timestamp) {
        let milliseconds = time.milliseconds
        guard dateTextRange.contains(milliseconds) else {
            raw("{\"$date\":{\"$numberLong\":\"")
            number(milliseconds)
            raw("\"}}")
            return
        }
        let days = flooredDivision(milliseconds, 86_400_000)
        let rest = milliseconds - days * 86_400_000
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
        raw(".")
        digits(rest % 1_000, 3)
        raw("Z\"}")
    }

    private mutating func digits(_ value: Int64, _ count: Int) {
        var divisor: Int64 = 1
        for _ in 1..<count {
            divisor *= 10
        }
        var rest = value
        while divisor > 0 {
            write(UInt8(ascii: "0") + UInt8(rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }
}

/// 0000-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.
private let dateTextRange: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

private func flooredDivision(_ value: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
}

/// The proleptic Gregorian date of a day, by eras of 400 years that begin on 1 March (Howard Hinnant,
/// "chrono-compatible low-level date algorithms").
private func civilDate(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = flooredDivision(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}
