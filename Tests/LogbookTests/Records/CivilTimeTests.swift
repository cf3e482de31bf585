import Logbook
import Testing

@Suite struct CivilTimeTests {
    @Test(arguments: [
        (1970, 1, 1, 0, 0, 0, Int64(0)), (2000, 2, 29, 23, 59, 59, 951_868_799), (2024, 2, 29, 0, 0, 0, 1_709_164_800),
        (1969, 12, 31, 23, 59, 59, -1), (1, 1, 1, 0, 0, 0, -62_135_596_800),
        (9999, 12, 31, 23, 59, 59, 253_402_300_799),
        (2100, 3, 1, 0, 0, 0, 4_107_542_400),
    ])
    func `days that others have counted`(
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, seconds: Int64
    ) throws {
        let time = try #require(
            CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second))
        #expect(time.timestamp() == Timestamp(seconds: seconds))
        #expect(CivilTime(of: Timestamp(seconds: seconds)) == time)
    }

    @Test(arguments: [
        (2023, 2, 29, 0), (1900, 2, 29, 0), (2024, 2, 30, 0), (2024, 4, 31, 0), (2024, 0, 1, 0), (2024, 13, 1, 0),
        (2024, 1, 0, 0), (2024, 1, 32, 0), (0, 1, 1, 0), (10_000, 1, 1, 0), (2024, 1, 1, 24), (2024, 1, 1, -1),
    ])
    func `days and hours that do not exist`(year: Int, month: Int, day: Int, hour: Int) {
        #expect(CivilTime(year: year, month: month, day: day, hour: hour) == nil)
    }

    @Test func `minutes, seconds and microseconds have their bounds`() {
        #expect(CivilTime(year: 2024, month: 1, day: 1, minute: 60) == nil)
        #expect(CivilTime(year: 2024, month: 1, day: 1, second: 60) == nil)
        #expect(CivilTime(year: 2024, month: 1, day: 1, microsecond: 1_000_000) == nil)
    }

    @Test func `every day of four centuries follows the one before`() throws {
        var day = try #require(CivilTime(year: 1899, month: 12, day: 31)).timestamp()
        var last = CivilTime(of: day)
        for _ in 0..<146_100 {
            day = day.advanced(by: .seconds(86_400))
            let next = CivilTime(of: day)
            #expect((last.year, last.month, last.day) < (next.year, next.month, next.day))
            #expect(next.day == last.day + 1 || next.day == 1)
            #expect(next.timestamp() == day)
            last = next
        }
    }

    @Test func `an offset moves the clock, not the moment`() {
        let moment = Timestamp(microseconds: 1_607_681_849_871_005)
        let there = CivilTime(of: moment, offsetSeconds: 8 * 3_600)
        #expect((there.year, there.month, there.day, there.hour) == (2020, 12, 11, 18))
        #expect(there.microsecond == 871_005)
        #expect(there.timestamp(offsetSeconds: 8 * 3_600) == moment)
        #expect(CivilTime(of: moment, offsetSeconds: -11 * 3_600).timestamp(offsetSeconds: -11 * 3_600) == moment)
    }

    @Test func `fractions before 1970 count forwards`() {
        let time = CivilTime(of: Timestamp(microseconds: -1))
        #expect((time.year, time.second, time.microsecond) == (1969, 59, 999_999))
        #expect(time.timestamp().microseconds == -1)
    }
}
