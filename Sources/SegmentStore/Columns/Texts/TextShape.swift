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
    /// - Parameter record: what the detail ends in.
    /// - Returns: what the text counts for, and where it ends; `nil` when it has another shape, or is malformed.
    func read(
        _ record: RawSpan, from start: Int, into values: inout TextValues
    ) -> (textByteCount: Int, end: Int)? {
        values.reset()
        let fixed = fixed
        var textByteCount = fixedTextByteCount
        var position = start
        var fixedStart = 0
        for index in ends.indices {
            let fixedEnd = ends[index]
            let segmentEnd = position &+ fixedEnd &- fixedStart
            guard segmentEnd <= record.byteCount,
                record.extracting(position..<segmentEnd).equals(fixed.rawSpan.extracting(fixedStart..<fixedEnd))
            else { return nil }
            position = segmentEnd
            fixedStart = fixedEnd
            if index == ends.count &- 1 { break }
            if index < sharableCount {
                guard let value = record.text(at: position) else { return nil }
                values.appendParameter(value, of: record)
                textByteCount += value.count
                position = value.upperBound
            } else {
                guard let value = TextWalk.statementValue(record, at: &position) else { return nil }
                values.appendToStatement(value, of: record)
            }
        }
        return (textByteCount, position)
    }
}
