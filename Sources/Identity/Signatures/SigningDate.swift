internal import Logbook

/// The form of `X-Sdk-Date`: `YYYYMMDDTHHMMSSZ`, always UTC.
enum SigningDate {
    static func parse(_ text: String) -> Timestamp? {
        let characters = Array(text.utf8)
        guard characters.count == 16, characters[8] == UInt8(ascii: "T"), characters[15] == UInt8(ascii: "Z"),
            let year = number(characters[0..<4]), let month = number(characters[4..<6]),
            let day = number(characters[6..<8]), let hour = number(characters[9..<11]),
            let minute = number(characters[11..<13]), let second = number(characters[13..<15])
        else { return nil }
        return CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)?.timestamp()
    }

    static func print(_ timestamp: Timestamp) -> String {
        let time = CivilTime(of: timestamp)
        return time.dateText.filter { $0 != "-" } + "T" + time.clockText.filter { $0 != ":" } + "Z"
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number
    }
}
