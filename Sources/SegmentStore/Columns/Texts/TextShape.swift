internal import Logbook
internal import Parquet

/// All texts with the same fixed parts, and the templates that they have. Shared, as it is looked at for each text.
final class TextShape {
    /// One way in which values of the statement stand in for values that came before.
    struct Variant {
        /// For each value of the statement: a slot of its own, or whose it shares.
        var sharing: [Sharing]
        /// The number of the template.
        var template: Int
        /// Whether template and slots give the binary form back where each value can.
        var isExact: Bool
        let sharedCount: Int

        init(sharing: [Sharing], template: Int, isExact: Bool) {
            self.sharing = sharing
            self.template = template
            self.isExact = isExact
            sharedCount = sharing.count { $0 != .own }
        }
    }

    enum Sharing: Hashable {
        case own
        case same(slot: Int)
        /// The slot's text in quotes is the value.
        case quoted(slot: Int)
    }

    let hash: UInt64
    /// Values that come before those of the statement.
    let sharableCount: Int
    /// What the fixed parts count for in the bytes of the text.
    let fixedTextByteCount: Int
    /// The fixed segments one after the other, and where each ends.
    let fixed: [UInt8]
    let ends: [Int]
    let tokens: Range<Int>?
    /// Whether its fixed parts have marks of templates, so that each text is one value.
    var isWhole = false
    /// Those that share most first.
    var variants: [Variant] = []
    /// How often it was looked whether a record could share more than the variant that fits it.
    var trialCount = 0

    init(_ walk: TextWalk, of bytes: [UInt8]) {
        hash = walk.hash
        sharableCount = walk.sharableCount
        fixedTextByteCount =
            walk.textByteCount - walk.values.prefix(walk.sharableCount).reduce(0) { $0 + $1.range.count }
        var fixed: [UInt8] = []
        ends = walk.segments.map {
            fixed += bytes[$0]
            return fixed.count
        }
        self.fixed = fixed
        tokens = walk.tokens
    }

    /// Whether the text of the walk has this shape.
    func fits(_ walk: TextWalk, of bytes: [UInt8]) -> Bool {
        guard walk.hash == hash, walk.segments.count == ends.count, walk.tokens == tokens else { return false }
        let fixed = fixed
        var start = 0
        for (index, segment) in walk.segments.enumerated() {
            let end = ends[index]
            guard segment.count == end - start,
                bytes.rawSpan.extracting(segment).equals(fixed.rawSpan.extracting(start..<end))
            else { return false }
            start = end
        }
        return true
    }

    /// Reads a `detail` that is expected to have this shape, which has no tokens.
    ///
    /// - Returns: what the text counts for; `nil` when it has another shape, and nothing was read.
    func read(
        _ reader: inout ByteReader, of bytes: [UInt8], into values: inout TextValues
    ) throws(MalformedBytes) -> Int? {
        values.reset()
        let start = reader.position
        var textByteCount = fixedTextByteCount
        let fixed = fixed
        let last = ends.count - 1
        var fixedStart = 0
        for (index, fixedEnd) in ends.enumerated() {
            let byteCount = fixedEnd - fixedStart
            guard byteCount <= reader.remainingByteCount else { break }
            let segment = try reader.skip(byteCount: byteCount)
            guard bytes.rawSpan.extracting(segment).equals(fixed.rawSpan.extracting(fixedStart..<fixedEnd)) else {
                break
            }
            fixedStart = fixedEnd
            if index == last {
                return textByteCount
            }
            if index < sharableCount {
                let value = try reader.textRange()
                values.appendParameter(value, of: bytes)
                textByteCount += value.count
            } else {
                values.appendToStatement(try TextWalk.statementValue(&reader), of: bytes)
            }
        }
        reader.rewind(to: start)
        return nil
    }
}
