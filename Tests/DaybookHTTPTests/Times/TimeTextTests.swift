import DaybookHTTP
import DaybookTesting
import Logbook
import Testing

@Suite struct TimeTextTests {
    static let moment = Timestamp(seconds: 1_607_681_689)

    @Test(arguments: [
        "2020-12-11T18:14:49+0800", "2020-12-11T18:14:49+08:00", "2020-12-11T18:14:49 0800",
        "2020-12-11T10:14:49Z", "2020-12-11T10:14:49+0000", "2020-12-11T10:14:49-0000", "2020-12-11T06:44:49-0330",
        "2020-12-12T00:14:49+1400", "2020-12-11T10:14:49.000000Z", "2020-12-11T10:14:49.0Z",
    ])
    func `the same moment in many forms`(text: String) {
        #expect(TimeText.parse(text) == Self.moment)
    }

    @Test func `fractions count from their first digit`() {
        #expect(TimeText.parse("2020-12-11T10:14:49.5Z")?.microseconds == 1_607_681_689_500_000)
        #expect(TimeText.parse("2020-12-11T10:14:49.000001Z")?.microseconds == 1_607_681_689_000_001)
    }

    @Test(arguments: [
        "", "Z", "2020-12-11", "2020-12-11T10:14:49", "2020-12-11 10:14:49Z", "2020-12-11T10:14:49z",
        "2020-12-11T10:14Z", "2020-13-11T10:14:49Z", "2020-02-30T10:14:49Z", "2019-02-29T10:14:49Z",
        "2020-12-11T24:14:49Z", "2020-12-11T10:60:49Z", "2020-12-11T10:14:60Z", "2020-12-11T10:14:49+08",
        "2020-12-11T10:14:49+0860", "2020-12-11T10:14:49+2400", "2020-12-11T10:14:49+08:0", "2020-12-11T10:14:49+080 0",
        "2020-12-11T10:14:49.Z", "2020-12-11T10:14:49.1234567Z", "2020-12-11T10:14:49ZZ", "0000-12-11T10:14:49Z",
        "20２0-12-11T10:14:49Z", "-2020-12-11T10:14:49Z", "2020-12-11T10:14:49*0800", "1607681689000",
    ])
    func `what is no moment`(text: String) {
        #expect(TimeText.parse(text) == nil)
    }

    @Test func `what is printed is read as it was, at every offset`() throws {
        let seed: UInt64 = 20_201_211
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for minutes in stride(from: -18 * 60, through: 18 * 60, by: 1) {
            let zone = try #require(UTCOffset(minutes: minutes))
            #expect(UTCOffset(text: zone.compactText) == zone)
            let seconds = Int64.random(in: -62_000_000_000...253_000_000_000, using: &generator)
            let text = TimeText.print(Timestamp(seconds: seconds), in: zone)
            #expect(TimeText.parse(text) == Timestamp(seconds: seconds), "\(text)")
        }
    }

    @Test func `leap days and the ends of years`() throws {
        for text in ["2020-02-29T00:00:00+0800", "2000-02-29T23:59:59+0000", "2024-12-31T23:59:59-1200"] {
            let zone = try #require(UTCOffset(text: text.suffix(5)))
            #expect(TimeText.print(try #require(TimeText.parse(text)), in: zone) == text)
        }
    }

    @Test func `printing drops what is smaller than a second`() throws {
        let zone = try #require(UTCOffset(text: "+0800"))
        #expect(TimeText.print(Timestamp(microseconds: 1_607_681_689_999_999), in: zone) == "2020-12-11T18:14:49+0800")
        #expect(TimeText.printWithoutZone(Timestamp(seconds: 1_547_708_752)) == "2019-01-17T07:05:52")
    }

    @Test func `milliseconds are digits and nothing else`() {
        #expect(TimeText.parseMillisecondsOrText("1607681689000") == Self.moment)
        #expect(TimeText.parseMillisecondsOrText("0") == Timestamp(seconds: 0))
        #expect(TimeText.parseMillisecondsOrText("2020-12-11T10:14:49Z") == Self.moment)
        for text in ["", "-1", "+1", "1.5", "1e3", "9999999999999999", " 1"] {
            #expect(TimeText.parseMillisecondsOrText(text) == nil, "\(text)")
        }
    }
}
