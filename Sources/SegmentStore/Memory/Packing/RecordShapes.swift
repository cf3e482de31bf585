internal import Logbook
internal import Parquet

/// What access records have in common, each found in one record: the bytes that others of the kind have too, and what
/// stands between them. Whoever packs and whoever unpacks finds the same shapes in the same records.
struct RecordShapes {
    /// A stretch of a record.
    struct Step {
        enum Kind {
            /// The bytes of the record in which the shape was found.
            case fixed
            case eightBytes
            case varint
            case text
            /// A value of a statement.
            case value
            /// A flag, and an id and a name if it says so.
            case reference
        }

        var kind: Kind
        /// Where fixed bytes are, in all records together.
        var start: UInt32 = 0
        var count: UInt32 = 0

        var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
    }

    private(set) var steps: [Step] = []
    /// Where the steps of each shape end.
    private var ends: [UInt32] = []

    var count: Int { ends.count }

    /// Where the steps of a shape are.
    func range(_ shape: Int) -> Range<Int> {
        (shape == 0 ? 0 : Int(ends[shape - 1]))..<Int(ends[shape])
    }

    /// Finds the shape of a record, as long as there are not too many.
    ///
    /// - Parameters:
    ///   - range: of the record in the bytes.
    ///   - place: where the record begins in all records together.
    /// - Throws: when it is no access record, or one whose `detail` does not come in parts; then the shapes are of no
    ///   use.
    mutating func add(_ bytes: [UInt8], in range: Range<Int>, place: Int) throws(MalformedBytes) {
        guard count < Limits.recordShapeCount else { return }
        var walk = Walk(bytes, range, place, after: exchange(&steps, with: []))
        defer { steps = walk.steps }
        try walk.walkRecord()
        ends.append(UInt32(walk.steps.count))
    }
}

extension RecordShapes.Step.Kind {
    /// Where what varies ends that begins at a place; `nil` when it does not end within the bytes.
    @inline(__always)
    func end(_ bytes: RawSpan, from start: Int) -> Int? {
        switch self {
        case .fixed: preconditionFailure("fixed bytes are not read")
        case .eightBytes: return start &+ 8 <= bytes.byteCount ? start &+ 8 : nil
        case .varint: return bytes.varint(at: start)?.end
        case .text: return bytes.text(at: start)?.upperBound
        case .value:
            guard start < bytes.byteCount else { return nil }
            switch bytes.byte(at: start) {
            case 0: return start &+ 1
            case 1: return bytes.varint(at: start &+ 1)?.end
            case 2: return start &+ 9 <= bytes.byteCount ? start &+ 9 : nil
            case 3: return bytes.text(at: start &+ 1)?.upperBound
            default: return nil
            }
        case .reference:
            guard start < bytes.byteCount else { return nil }
            guard bytes.byte(at: start) == 1 else { return start &+ 1 }
            return bytes.text(at: start &+ 1).flatMap { bytes.text(at: $0.upperBound)?.upperBound }
        }
    }
}

/// A walk over one record.
private struct Walk {
    typealias Step = RecordShapes.Step

    private let bytes: [UInt8]
    private var reader: ByteReader
    /// What is added to a position to tell the place in all records together.
    private let shift: Int
    private var fixedStart: Int
    /// Those of earlier records, and behind them those of this one.
    private(set) var steps: [Step]
    private let stepLimit: Int

    init(_ bytes: [UInt8], _ range: Range<Int>, _ place: Int, after steps: consuming [Step]) {
        self.bytes = bytes
        stepLimit = steps.count + Limits.recordStepCount
        self.steps = steps
        reader = ByteReader(bytes, in: range)
        shift = place - range.lowerBound
        fixedStart = range.lowerBound
    }

    mutating func walkRecord() throws(MalformedBytes) {
        guard try RecordEncoding.kind(&reader) == .access else { throw MalformedBytes(.choice, at: reader.position) }
        try vary(.eightBytes)
        try vary(.varint)
        _ = try reader.textRange()
        if try reader.flag() {
            _ = try reader.textRange()
            _ = try reader.textRange()
        }
        try vary(.reference)
        try vary(.varint)
        _ = try reader.varint()
        _ = try reader.optionalTextRange()
        _ = try reader.optionalTextRange()
        try walkDetail()
        for _ in 0..<6 { try vary(.varint) }
        try reader.finish()
        endFixed()
    }

    private mutating func walkDetail() throws(MalformedBytes) {
        guard try reader.byte() == 1 else { throw MalformedBytes(.choice, at: reader.position) }
        for _ in 0..<(try reader.length()) {
            _ = try reader.byte()
            if try reader.byte() == 1 { _ = try reader.textRange() }
        }
        for _ in 0..<3 {
            for _ in 0..<(try reader.length()) {
                _ = try reader.textRange()
                try vary(.text)
            }
        }
        try vary(.text)
        guard try reader.byte() == 1 else { return }
        let count = try reader.length()
        for _ in 0..<count { try vary(.value) }
        for _ in 0...count { _ = try reader.textRange() }
    }

    private mutating func vary(_ kind: Step.Kind) throws(MalformedBytes) {
        endFixed()
        guard steps.count < stepLimit else { throw MalformedBytes(.number, at: reader.position) }
        guard let end = kind.end(bytes.rawSpan, from: reader.position) else {
            throw MalformedBytes(.truncated, at: reader.position)
        }
        _ = try reader.skip(byteCount: end - reader.position)
        steps.append(Step(kind: kind))
        fixedStart = end
    }

    private mutating func endFixed() {
        let count = reader.position - fixedStart
        guard count > 0 else { return }
        steps.append(Step(kind: .fixed, start: UInt32(fixedStart + shift), count: UInt32(count)))
    }
}
