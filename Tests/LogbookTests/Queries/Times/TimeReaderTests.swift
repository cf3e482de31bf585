import DaybookTesting
import Logbook
import Testing

struct TimeReaderTests {
    private static let now = Timestamp(microseconds: 1_735_786_800_123_456)

    @Test(
        arguments: [
            ("now", 1_735_786_800_123_456), ("-15m", 1_735_785_900_123_456), ("-0s", 1_735_786_800_123_456),
            ("-1w", 1_735_182_000_123_456), ("2025-01-02", 1_735_776_000_000_000),
            ("2025-01-02T03:00:00Z", 1_735_786_800_000_000), ("2025-01-02t03:00:00.1234567z", 1_735_786_800_123_456),
            ("2025-01-02 03:00", 1_735_786_800_000_000), ("2025-01-02T03:00:00+08:00", 1_735_758_000_000_000),
            ("2025-01-02T03:00-0530", 1_735_806_600_000_000), ("1735786800123", 1_735_786_800_123_000),
        ] as [(String, Int64)])
    func `the forms of a time`(text: String, microseconds: Int64) throws {
        #expect(try TimeReader(now: Self.now).time(text).microseconds == microseconds)
    }

    @Test(arguments: [
        "", "yesterday", "-", "-m", "-15", "-15y", "--15m", "-+15m", "15m", "-99999999999999999999d",
        "-9223372036854775807w",
        "2025", "2025-13-01", "2025-02-30", "2025-1-2", "2025-01-02T", "2025-01-02T3:00", "2025-01-02T03:00:60Z",
        "2025-01-02T03:00:00.", "2025-01-02T03:00:00+8", "2025-01-02T03:00:00+08:00x", "2025-01-02T24:00:00Z",
        "２０２５-01-02", "-１５m", " now", "2025-01-02T03:00:00+24:00", "-15m ", "-1\u{301}m",
    ])
    func `what is no time`(text: String) {
        #expect(throws: QueryError(.badTime, "")) { try TimeReader(now: Self.now).time(text) }
    }

    @Test func `a time without a zone is read on the clock of the question`() throws {
        let offset = try #require(UTCOffset(text: "+08:00"))
        let reader = TimeReader(now: Self.now, offset: offset)
        #expect(try reader.time("2025-01-02") == Timestamp(seconds: 1_735_747_200))
        #expect(try reader.time("2025-01-02T00:00Z") == Timestamp(seconds: 1_735_776_000))
        #expect(Timestamp(seconds: 1_735_747_200).text(at: offset) == "2025-01-02T00:00:00.000+08:00")
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `a printed time is read back`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let range = Timestamp.writable.lowerBound.microseconds..<Timestamp.writable.upperBound.microseconds
            let time = Timestamp(microseconds: Int64.random(in: range, using: &random))
            let offset = try #require(UTCOffset(minutes: Int.random(in: -1_439...1_439, using: &random)))
            #expect(try TimeReader(now: Self.now).time(time.text(at: offset)) == time, "seed \(seed)")
            #expect(UTCOffset(text: offset.description) == offset)
        }
    }
}
