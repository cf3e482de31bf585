import Logbook

/// A time as an answer has it: RFC 3339, or milliseconds since 1970 where four digits do not hold the year.
struct AnswerTime {
    let time: Timestamp

    init(_ text: String) throws {
        guard let milliseconds = Int64(text) else {
            time = try TimeReader(now: Timestamp(microseconds: 0)).time(text)
            return
        }
        let (microseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000)
        time = Timestamp(microseconds: overflow ? (milliseconds < 0 ? .min : .max) : microseconds)
    }
}
