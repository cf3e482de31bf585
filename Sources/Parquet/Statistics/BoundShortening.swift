/// Shortens the bounds of long byte arrays, so that a page of large texts does not carry them twice.
enum BoundShortening {
    /// A value of at most `byteLimit` bytes that is not above the given one; `nil` where that is short enough.
    static func floor(_ value: RawSpan, byteLimit: Int, isText: Bool) -> [UInt8]? {
        guard value.byteCount > byteLimit else { return nil }
        return prefix(of: value, byteLimit: byteLimit, isText: isText)
    }

    /// A value of about `byteLimit` bytes that is not below the given one; `nil` where that is short enough, or where
    /// its beginning cannot be raised.
    static func ceiling(_ value: RawSpan, byteLimit: Int, isText: Bool) -> [UInt8]? {
        guard value.byteCount > byteLimit else { return nil }
        let prefix = prefix(of: value, byteLimit: byteLimit, isText: isText)
        return isText ? raisedText(prefix) : raisedBytes(prefix)
    }

    /// The beginning of the value; of a text, whole characters only, unless it is ill-formed.
    private static func prefix(of value: RawSpan, byteLimit: Int, isText: Bool) -> [UInt8] {
        var end = byteLimit
        if isText {
            while end > 0, byteLimit - end < 4, isContinuation(value.byte(at: end)) { end -= 1 }
            if isContinuation(value.byte(at: end)) { end = byteLimit }
        }
        return value.extracting(0..<end).array
    }

    /// The least value of the same length or shorter that is above all that begin with `bytes`.
    private static func raisedBytes(_ bytes: [UInt8]) -> [UInt8]? {
        guard let last = bytes.lastIndex(where: { $0 < 0xFF }) else { return nil }
        return bytes[..<last] + [bytes[last] + 1]
    }

    /// The same in characters. Ill-formed text is raised as bytes: no bound of it would be a text.
    private static func raisedText(_ bytes: [UInt8]) -> [UInt8]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return raisedBytes(bytes) }
        var scalars = Array(text.unicodeScalars)
        while let last = scalars.popLast() {
            // Between U+D7FF and U+E000 lie the surrogates, which are no characters.
            let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
            guard let raised = Unicode.Scalar(next) else { continue }
            scalars.append(raised)
            return Array(String(String.UnicodeScalarView(scalars)).utf8)
        }
        return nil
    }

    private static func isContinuation(_ byte: UInt8) -> Bool {
        byte & 0xC0 == 0x80
    }
}
