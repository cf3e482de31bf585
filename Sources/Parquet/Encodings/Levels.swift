/// Definition and repetition levels of a page.
enum Levels {
    /// Appends exactly `count` levels, none above `maximum`.
    static func decode(_ bytes: RawSpan, count: Int, maximum: UInt8, into levels: inout [UInt8]) throws {
        let start = levels.count
        let width = Hybrid.width(forMaximum: Int(maximum))
        try Hybrid.decode(bytes, width: width, count: count, into: &levels)
        // Where the width admits no larger number there is nothing to check.
        guard Int(maximum) < 1 << width - 1 else { return }
        let span = levels.span
        var largest: UInt8 = 0
        for index in start..<span.count { largest = max(largest, span[index]) }
        guard largest <= maximum else { throw ParquetError.corruption("a level is above the column's highest") }
    }

    /// Appends definition levels, or leaves them `nil` as long as every value is there.
    ///
    /// - Parameter countBefore: levels before those of the page, all at the maximum if `levels` is `nil`.
    /// - Returns: how many of the page's values are there.
    static func decodeDefinitions(
        _ bytes: RawSpan, count: Int, maximum: UInt8, into levels: inout [UInt8]?, countBefore: Int
    ) throws -> Int {
        guard maximum > 0, count > 0 else { return count }
        let width = Hybrid.width(forMaximum: Int(maximum))
        if levels == nil, try Hybrid.constant(bytes, width: width, count: count) == UInt32(maximum) { return count }
        var all = levels.take() ?? [UInt8](repeating: maximum, count: countBefore)
        try decode(bytes, count: count, maximum: maximum, into: &all)
        let present = countOccurrences(of: maximum, in: all.span.extracting(countBefore..<all.count))
        levels = all
        return present
    }
}
