import Logbook

/// Where the bytes of a line go: into memory, or nowhere but a count.
protocol LineSink {
    mutating func write(_ byte: UInt8)
    mutating func write(_ text: some Collection<UInt8>)
    /// Writes a number in decimal digits.
    mutating func write(decimal number: UInt64)
    /// Writes so many decimal digits of a number, zeros in front.
    mutating func write(_ number: Int, digitCount: Int)
    /// Writes a time of the years 0 to 9999 as ISO 8601 in UTC with milliseconds.
    mutating func write(_ time: Timestamp)
}

extension [UInt8]: LineSink {
    mutating func write(_ byte: UInt8) {
        append(byte)
    }

    mutating func write(_ text: some Collection<UInt8>) {
        append(contentsOf: text)
    }

    mutating func write(decimal number: UInt64) {
        append(contentsOf: String(number).utf8)
    }

    mutating func write(_ number: Int, digitCount: Int) {
        var divisor = 1
        for _ in 1..<digitCount {
            divisor *= 10
        }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    mutating func write(_ time: Timestamp) {
        let civil = CivilTime(of: time)
        write(civil.year, digitCount: 4)
        append(UInt8(ascii: "-"))
        write(civil.month, digitCount: 2)
        append(UInt8(ascii: "-"))
        write(civil.day, digitCount: 2)
        append(UInt8(ascii: "T"))
        write(civil.hour, digitCount: 2)
        append(UInt8(ascii: ":"))
        write(civil.minute, digitCount: 2)
        append(UInt8(ascii: ":"))
        write(civil.second, digitCount: 2)
        append(UInt8(ascii: "."))
        write(civil.microsecond / 1_000, digitCount: 3)
        append(UInt8(ascii: "Z"))
    }
}

/// Counts what would be written.
///
/// Everything up to the texts of an event is inlined: what remains of a key is then the number of its bytes.
struct ByteCounter: LineSink {
    private(set) var count = 0

    @inline(__always)
    mutating func write(_ byte: UInt8) {
        count &+= 1
    }

    @inline(__always)
    mutating func write(_ text: some Collection<UInt8>) {
        count &+= text.count
    }

    mutating func write(decimal number: UInt64) {
        var rest = number
        count += 1
        while rest >= 10 {
            rest /= 10
            count += 1
        }
    }

    mutating func write(_ number: Int, digitCount: Int) {
        count += digitCount
    }

    mutating func write(_ time: Timestamp) {
        count += 24
    }
}

extension LineSink {
    /// Writes text as it stands: keys, punctuation, JSON made elsewhere.
    @inline(__always)
    mutating func raw(_ text: String) {
        write(text.utf8)
    }

    mutating func number(_ value: some BinaryInteger) {
        if value < 0 {
            write(UInt8(ascii: "-"))
        }
        write(decimal: UInt64(value.magnitude))
    }

    /// Writes a JSON string, quotes included.
    @inline(__always)
    mutating func string(_ text: String) {
        write(UInt8(ascii: "\""))
        content(text)
        write(UInt8(ascii: "\""))
    }

    /// Writes `db.collection`, or `db` alone, as a JSON string.
    mutating func namespace(_ database: String, _ collection: String?) {
        write(UInt8(ascii: "\""))
        content(database)
        if let collection {
            write(UInt8(ascii: "."))
            content(collection)
        }
        write(UInt8(ascii: "\""))
    }

    /// Writes what stands between the quotes of a JSON string.
    private mutating func content(_ text: String) {
        if hasEscapes(text.utf8Span.span) {
            text.utf8.forEach { escape($0) }
        } else {
            write(text.utf8)
        }
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case 0x0A: raw("\\n")
        case 0x0D: raw("\\r")
        case 0x09: raw("\\t")
        case 0..<0x20:
            raw("\\u00")
            write(hexDigit(byte >> 4))
            write(hexDigit(byte & 0x0F))
        default: write(byte)
        }
    }
}

private func hasEscapes(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices {
        let byte = bytes[index]
        if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            return true
        }
    }
    return false
}

private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
