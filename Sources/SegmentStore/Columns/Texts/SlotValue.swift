internal import Parquet

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

    /// Whether it is an integer whose text is not written yet.
    var isUnwritten: Bool { letter == SlotClass.integer && range.isEmpty }

    /// An integer whose text is not written yet.
    init(integer: Int64) {
        letter = SlotClass.integer
        self.integer = integer
        range = 0..<0
        isComposed = true
    }

    /// A value that may stand in single quotes.
    init(_ bytes: RawSpan, _ range: Range<Int>) {
        let quote = UInt8(ascii: "'")
        if range.count >= 2, bytes.byte(at: range.lowerBound) == quote, bytes.byte(at: range.upperBound - 1) == quote {
            self.init(unquoted: bytes, range.lowerBound + 1..<range.upperBound - 1)
            letter &= ~SlotClass.quotedBit
        } else {
            self.init(unquoted: bytes, range)
        }
    }

    /// A value that is taken as it stands.
    init(unquoted bytes: RawSpan, _ range: Range<Int>) {
        self.range = range
        let text = bytes.extracting(range)
        if let integer = Self.integer(text) {
            self.letter = SlotClass.integer
            self.integer = integer
        } else {
            let isHexadecimal = text.byteCount >= 8 && text.byteCount.isMultiple(of: 2) && text.isHexadecimal
            self.letter = isHexadecimal ? SlotClass.hex : SlotClass.text
        }
    }

    /// The number of an integer in its shortest decimal form.
    static func integer(_ text: RawSpan) -> Int64? {
        guard !text.isEmpty, text.byteCount <= 20 else { return nil }
        var offset = 0
        let isNegative = text.byte(at: 0) == UInt8(ascii: "-")
        if isNegative {
            offset = 1
            guard text.byteCount > 1 else { return nil }
        }
        if text.byte(at: offset) == UInt8(ascii: "0") {
            return text.byteCount == 1 ? 0 : nil
        }
        // Downwards, as there is one more negative number.
        var value: Int64 = 0
        while offset < text.byteCount {
            let digit = text.byte(at: offset) &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            let (product, isLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isLarger) = product.subtractingReportingOverflow(Int64(digit))
            guard !isLarge, !isLarger else { return nil }
            value = sum
            offset += 1
        }
        if isNegative {
            return value
        }
        return value == .min ? nil : -value
    }
}

extension SlotClass {
    static func isQuoted(_ letter: UInt8) -> Bool { letter & quotedBit == 0 }
    /// The letter without what says that the value is quoted.
    static func plain(_ letter: UInt8) -> UInt8 { letter | quotedBit }
}
