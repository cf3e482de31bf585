/// Where the bytes of a line go: into memory, or nowhere but a count.
protocol LineSink {
    mutating func write(_ byte: UInt8)
    mutating func write(_ text: some Collection<UInt8>)
}

extension [UInt8]: LineSink {
    mutating func write(_ byte: UInt8) {
        append(byte)
    }

    mutating func write(_ text: some Collection<UInt8>) {
        append(contentsOf: text)
    }
}

/// Counts what would be written.
struct ByteCounter: LineSink {
    private(set) var count = 0

    mutating func write(_ byte: UInt8) {
        count += 1
    }

    mutating func write(_ text: some Collection<UInt8>) {
        count += text.count
    }
}

extension LineSink {
    /// Writes text as it stands: keys, punctuation, JSON made elsewhere.
    mutating func raw(_ text: String) {
        write(text.utf8)
    }

    mutating func number(_ value: some BinaryInteger) {
        write(String(value).utf8)
    }

    /// Writes a JSON string, quotes included.
    mutating func string(_ text: String) {
        write(UInt8(ascii: "\""))
        if text.utf8.contains(where: isEscaped) {
            text.utf8.forEach { escape($0) }
        } else {
            write(text.utf8)
        }
        write(UInt8(ascii: "\""))
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

private func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
}

private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
