/// A date and a time of day as a calendar and a clock show them, in no particular zone.
///
/// The calendar is the Gregorian one, also for the days before it was introduced; leap seconds do not exist.
package struct CivilTime: Hashable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int
    package let hour: Int
    package let minute: Int
    package let second: Int
    package let microsecond: Int

    /// `nil` when there is no such day or time; years go from 1 to 9999.
    package init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0
    ) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.dayCount(ofMonth: month, year: year)).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
            (0...999_999).contains(microsecond)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.microsecond = microsecond
    }

    /// What calendar and clock show at this moment, so many seconds east of Greenwich.
    package init(of timestamp: Timestamp, offsetSeconds: Int = 0) {
        let seconds = timestamp.seconds + Int64(offsetSeconds)
        let secondOfDay = Int((seconds % 86_400 + 86_400) % 86_400)
        let days = (seconds - Int64(secondOfDay)) / 86_400
        (year, month, day) = Self.date(daysSince1970: Int(days))
        hour = secondOfDay / 3_600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        microsecond = Int(timestamp.microseconds - timestamp.seconds * 1_000_000)
    }

    /// The moment at which calendar and clock show this, so many seconds east of Greenwich.
    package func timestamp(offsetSeconds: Int = 0) -> Timestamp {
        let secondOfDay = hour * 3_600 + minute * 60 + second
        let seconds = Self.daysSince1970(year: year, month: month, day: day) * 86_400 + secondOfDay - offsetSeconds
        return Timestamp(microseconds: Int64(seconds) * 1_000_000 + Int64(microsecond))
    }

    /// `2020-12-11`.
    package var dateText: String {
        "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))-\(Self.padded(day, to: 2))"
    }

    /// `18:14:49`.
    package var clockText: String {
        "\(Self.padded(hour, to: 2)):\(Self.padded(minute, to: 2)):\(Self.padded(second, to: 2))"
    }

    /// Six digits.
    package var microsecondText: String {
        Self.padded(microsecond, to: 6)
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func dayCount(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // Years are counted from March, so that the leap day ends a year, and in eras of 400 years, which are all alike.
    // The method: https://howardhinnant.github.io/date_algorithms.html

    private static let daysPerEra = 146_097
    /// From 0000-03-01 to 1970-01-01.
    private static let epochOffsetDays = 719_468

    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let era = floored(marchYear, by: 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * daysPerEra + dayOfEra - epochOffsetDays
    }

    private static func date(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = daysSince1970 + epochOffsetDays
        let era = floored(shifted, by: daysPerEra)
        let dayOfEra = shifted - era * daysPerEra
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func floored(_ number: Int, by divisor: Int) -> Int {
        (number >= 0 ? number : number - divisor + 1) / divisor
    }
}
