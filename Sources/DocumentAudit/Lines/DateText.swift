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
        raw("{\"$date\":\"")
        write(time)
        raw("\"}")
    }
}

/// 0000-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.
private let dateTextRange: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999
