internal import Logbook
internal import Parquet

/// Shapes and the templates that they have. What is fixed of all of them lies one after the other, so that a text is
/// compared with a shape without taking hold of it.
struct TextShapes {
    private var shapes: [TextShape] = []
    private var fixed: [UInt8] = []
    private var ends: [Int] = []
    /// Those of each shape; those that share most first.
    private(set) var variants: [[TextShape.Variant]] = []
    private(set) var sharing: [TextShape.Sharing] = []
    /// Numbers of shapes plus one by hash; open addressing, at most half full.
    private var table = [UInt32](repeating: 0, count: 256)

    private static let probeLimit = 64

    var count: Int { shapes.count }

    subscript(index: Int) -> TextShape {
        get { shapes[index] }
        set { shapes[index] = newValue }
    }

    /// The shape of the walk, added where it is new; `nil` when there are too many.
    mutating func index(of walk: TextWalk, _ bytes: [UInt8]) -> Int? {
        let mask = table.count - 1
        var position = Int(truncatingIfNeeded: walk.hash) & mask
        for _ in 0..<Self.probeLimit {
            let entry = table[position]
            if entry == 0 {
                // Texts that are not taken apart any more still have shapes of their own, but not without end.
                guard shapes.count < 2 * Limits.templateCount else { return nil }
                add(walk, bytes)
                table[position] = UInt32(shapes.count)
                if shapes.count * 2 > table.count {
                    grow()
                }
                return shapes.count - 1
            }
            if fits(shapes[Int(entry) - 1], walk, bytes) {
                return Int(entry) - 1
            }
            position = (position + 1) & mask
        }
        return nil
    }

    /// Adds a variant.
    ///
    /// - Returns: its place among the variants of the shape.
    mutating func add(_ sharing: [TextShape.Sharing], template: Int, isExact: Bool, to shape: Int) -> Int {
        let variant = TextShape.Variant(
            sharing: self.sharing.count..<self.sharing.count + sharing.count,
            sharedCount: sharing.count { $0 != .own }, template: template, isExact: isExact)
        self.sharing += sharing
        let place =
            variants[shape].firstIndex { $0.sharedCount < variant.sharedCount } ?? variants[shape].count
        variants[shape].insert(variant, at: place)
        return place
    }

    /// Reads a `detail` that is expected to have a shape, which has no tokens.
    ///
    /// - Parameter record: what the detail ends in.
    /// - Returns: what the text counts for, and where it ends; `nil` when it has another shape, or is malformed.
    func read(
        _ index: Int, _ record: RawSpan, from start: Int, into values: inout TextValues
    ) -> (textByteCount: Int, end: Int)? {
        values.reset()
        let shape = shapes[index]
        let (ends, fixed) = (ends.span, fixed.rawSpan)
        var textByteCount = shape.fixedTextByteCount
        var position = start
        var fixedStart = shape.fixed.lowerBound
        for index in shape.ends {
            let fixedEnd = ends[index]
            let segmentEnd = position &+ fixedEnd &- fixedStart
            guard segmentEnd <= record.byteCount,
                record.extracting(position..<segmentEnd).equals(fixed.extracting(fixedStart..<fixedEnd))
            else { return nil }
            position = segmentEnd
            fixedStart = fixedEnd
            let value = index &- shape.ends.lowerBound
            if value == shape.ends.count &- 1 { break }
            if value < shape.sharableCount {
                guard let text = record.text(at: position) else { return nil }
                values.appendParameter(text, of: record)
                textByteCount += text.count
                position = text.upperBound
            } else {
                guard let value = TextWalk.statementValue(record, at: &position) else { return nil }
                values.appendToStatement(value, of: record)
            }
        }
        return (textByteCount, position)
    }

    private mutating func add(_ walk: TextWalk, _ bytes: [UInt8]) {
        let (fixedStart, endsStart) = (fixed.count, ends.count)
        for segment in walk.segments {
            fixed += bytes[segment]
            ends.append(fixed.count)
        }
        shapes.append(
            TextShape(
                hash: walk.hash, sharableCount: walk.sharableCount,
                fixedTextByteCount: walk.textByteCount
                    - walk.values.prefix(walk.sharableCount).reduce(0) { $0 + $1.range.count },
                fixed: fixedStart..<fixed.count, ends: endsStart..<ends.count, tokens: walk.tokens))
        variants.append([])
    }

    /// Whether the text of the walk has the shape.
    private func fits(_ shape: TextShape, _ walk: TextWalk, _ bytes: [UInt8]) -> Bool {
        guard walk.hash == shape.hash, walk.segments.count == shape.ends.count, walk.tokens == shape.tokens else {
            return false
        }
        var start = shape.fixed.lowerBound
        for (segment, index) in zip(walk.segments, shape.ends) {
            let end = ends[index]
            guard bytes.rawSpan.extracting(segment).equals(fixed.rawSpan.extracting(start..<end)) else { return false }
            start = end
        }
        return true
    }

    private mutating func grow() {
        let mask = table.count * 4 - 1
        table = [UInt32](repeating: 0, count: mask + 1)
        for (index, shape) in shapes.enumerated() {
            var position = Int(truncatingIfNeeded: shape.hash) & mask
            while table[position] != 0 {
                position = (position + 1) & mask
            }
            table[position] = UInt32(index + 1)
        }
    }
}
