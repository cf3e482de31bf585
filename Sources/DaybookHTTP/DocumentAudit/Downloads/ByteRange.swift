/// The one range of bytes that a `Range` header asks for (RFC 9110, section 14).
enum ByteRange: Hashable, Sendable {
    case whole
    case part(Range<Int>)
    /// Nothing of what is asked for is there.
    case notSatisfiable

    /// A header of another unit, of several ranges, or malformed counts as not sent, as the RFC allows and asks.
    init(header: String?, byteCount: Int) {
        self = .whole
        guard let header, header.hasPrefix("bytes=") else { return }
        let ends = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]) else { return }
        switch (first, last) {
        case (nil, nil):
            return
        case (nil, let suffix?):
            self = suffix == 0 || byteCount == 0 ? .notSatisfiable : .part(max(0, byteCount - suffix)..<byteCount)
        case (let first?, nil):
            self = first >= byteCount ? .notSatisfiable : .part(first..<byteCount)
        case (let first?, let last?):
            guard first <= last else { return }
            self = first >= byteCount ? .notSatisfiable : .part(first..<min(last, byteCount - 1) + 1)
        }
    }

    /// The number, or nothing where nothing stands; `nil` when it is no number. 18 digits are beyond every file.
    private static func number(_ text: Substring) -> Int?? {
        if text.isEmpty { return .some(nil) }
        guard text.utf8.count <= 18, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(text)
    }
}
