/// Hands out the same string for the same bytes, for texts that return: ids, names, error codes.
///
/// A table of fixed size in which a text overwrites whoever had its place. So nothing has to be evicted, and texts
/// that never return only cost the room of one place.
struct RememberedTexts {
    private var hashes: [UInt64] = Array(repeating: 0, count: Limits.rememberedTextCount)
    private var texts: [String] = Array(repeating: "", count: Limits.rememberedTextCount)

    mutating func text(_ bytes: Span<UInt8>, in range: Range<Int>) -> String {
        // Up to 15 bytes a string holds its text itself.
        guard range.count > 15, range.count <= Limits.rememberedTextByteCountMaximum else {
            return DataService.text(bytes, in: range)
        }
        let hash = hashOfBytes(bytes, in: range)
        let place = Int(truncatingIfNeeded: hash) & (Limits.rememberedTextCount - 1)
        if hashes[place] == hash {
            let known = texts[place]
            if known.utf8.count == range.count, hasBytes(bytes, at: range.lowerBound, of: known.utf8Span.span) {
                return known
            }
        }
        let text = DataService.text(bytes, in: range)
        hashes[place] = hash
        texts[place] = text
        return text
    }
}
