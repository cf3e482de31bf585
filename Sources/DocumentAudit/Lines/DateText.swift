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
        let civil = CivilTime(of: time)
        raw("{\"$date\":\"")
        write(civil.year, digitCount: 4)
        raw("-")
        write(civil.month, digitCount: 2)
        raw("-")
        write(civil.day, digitCount: 2)
        raw("T")
        write(civil.hour, digitCount: 2)
        raw(":")
        write(civil.minute, digitCount: 2)
        raw(":")
        write(civil.second, digitCount: 2)
        raw(".")
        write(civil.microsecond / 1_000, digitCount: 3)
        raw("Z\"}")
    }
}

/// 0000-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.
private let dateTextRange: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999
