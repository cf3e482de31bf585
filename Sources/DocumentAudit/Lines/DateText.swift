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
        digits(civil.year, 4)
        raw("-")
        digits(civil.month, 2)
        raw("-")
        digits(civil.day, 2)
        raw("T")
        digits(civil.hour, 2)
        raw(":")
        digits(civil.minute, 2)
        raw(":")
        digits(civil.second, 2)
        raw(".")
        digits(civil.microsecond / 1_000, 3)
        raw("Z\"}")
    }

    private mutating func digits(_ value: Int, _ count: Int) {
        var divisor = 1
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
