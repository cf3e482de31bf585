/// A value of a text as its slot keeps it, with the class that its bytes alone decide.
struct SlotValue {
    /// A letter of `SlotClass`; `term` is never decided here.
    var letter: UInt8
    /// The value of an integer.
    var integer: Int64 = 0
    /// Where the value is, without the single quotes around it.
    var range: Range<Int>
    /// Whether the range is one of the composed bytes instead of the record's.
    var isComposed = false

    /// An integer whose text is not written yet.
    init(integer: Int64) {
        letter = SlotClass.integer
        self.integer = integer
        range = 0..<0
        isComposed = true
    }

    /// A value that may stand in single quotes.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        let quote = UInt8(ascii: "'")
        if range.count >= 2, bytes[range.lowerBound] == quote, bytes[range.upperBound - 1] == quote {
            self.init(unquoted: bytes, range.lowerBound + 1..<range.upperBound - 1)
            letter &= ~SlotClass.quotedBit
        } else {
            self.init(unquoted: bytes, range)
        }
    }

    /// A value that is taken as it stands.
    init(unquoted bytes: [UInt8], _ range: Range<Int>) {
        self.range = range
        if let integer = Self.integer(bytes, range) {
            self.letter = SlotClass.integer
            self.integer = integer
        } else {
            self.letter = Self.isHexadecimal(bytes, range) ? SlotClass.hex : SlotClass.text
        }
    }

    /// The number of an integer in its shortest decimal form.
    static func integer(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
        guard !range.isEmpty, range.count <= 20 else { return nil }
        var position = range.lowerBound
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative {
            position += 1
            guard position < range.upperBound else { return nil }
        }
        if bytes[position] == UInt8(ascii: "0") {
            return range.count == 1 ? 0 : nil
        }
        // Downwards, as there is one more negative number.
        var value: Int64 = 0
        while position < range.upperBound {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            let (product, isLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isLarger) = product.subtractingReportingOverflow(Int64(digit))
            guard !isLarge, !isLarger else { return nil }
            value = sum
            position += 1
        }
        if isNegative {
            return value
        }
        return value == .min ? nil : -value
    }

    private static func isHexadecimal(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        guard range.count >= 8, range.count.isMultiple(of: 2) else { return false }
        for position in range {
            switch bytes[position] {
            case 0x30...0x39, 0x61...0x66: continue
            default: return false
            }
        }
        return true
    }
}

extension SlotClass {
    static func isQuoted(_ letter: UInt8) -> Bool { letter & quotedBit == 0 }
    /// The letter without what says that the value is quoted.
    static func plain(_ letter: UInt8) -> UInt8 { letter | quotedBit }
}
