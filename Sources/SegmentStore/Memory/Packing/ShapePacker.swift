internal import Logbook
internal import Parquet

/// Packs access records by what they have in common. Takes a quarter of the time of a general compression, and about
/// as many bytes: what varies is mostly random, and what does not is found without a search.
///
/// ```
/// whole      bytes of the records that stand for themselves, each behind its length (varint); the same packed
///            (varint); one zstd frame of them
/// record     number of its shape (varint), counted from 1, and what varies, as the record has it;
///            or 0 for the next of the whole ones, which has the next shape
/// reference  in the place of what the record has: 0 for none, 1 and both texts: the next one;
///            or its number (varint), counted from 2
/// ```
struct ShapePacker: ~Copyable {
    private typealias Step = RecordShapes.Step

    private let bytes: [UInt8]
    private var shapes = RecordShapes()
    /// Shapes that records of an API had, plus one, the last one first; by a hash of its id.
    private var recent = [SIMD4<UInt32>](repeating: .zero, count: 1_024)
    private var references = KnownReferences()
    /// Records that stand for themselves.
    private var whole: [UInt8] = []

    /// Packs records, each behind its length (u32).
    ///
    /// - Returns: `nil` when they are not all alike enough: a general compression makes more of them.
    static func pack(_ bytes: [UInt8]) throws -> [UInt8]? {
        guard bytes.count <= Int(UInt32.max) else { return nil }
        var packer = ShapePacker(bytes: bytes)
        var output = ByteWriter(reservingCapacity: bytes.count / 8 * 3 + 1_024)
        var reader = ByteReader(bytes)
        do {
            while reader.remainingByteCount > 0 {
                let record = try reader.skip(byteCount: Int(try reader.fixed32()))
                try packer.append(record, bytes, to: &output)
                guard output.count < record.upperBound / 8 * 3 + 1_024,
                    packer.whole.count < record.upperBound / 4 + Limits.wholeRecordByteCount
                else { return nil }
            }
        } catch {
            return nil
        }
        let whole = try ZstdCompressor.frame(of: packer.whole, level: 1)
        var packed: [UInt8] = []
        packed.reserveCapacity(2 * ByteWriter.longestInteger + whole.count + output.count)
        packed.append(varint: packer.whole.count)
        packed.append(varint: whole.count)
        guard packed.count + whole.count + output.count < bytes.count / 8 * 3 else { return nil }
        packed += whole
        output.copy(to: &packed)
        return packed
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func append(
        _ record: Range<Int>, _ bytes: [UInt8], to output: inout ByteWriter
    ) throws(MalformedBytes) {
        let slot = try slot(of: record)
        for place in 0..<4 where recent[slot][place] > 0 {
            let shape = recent[slot][place] - 1
            guard append(record, shape: Int(shape), bytes, to: &output) else { continue }
            if place > 0 {
                recent[slot][place] = recent[slot][place - 1]
                recent[slot][place - 1] = shape + 1
            }
            return
        }
        let number = shapes.count
        try shapes.add(self.bytes, in: record, place: record.lowerBound)
        output.append(varint: 0)
        whole.append(varint: record.count)
        whole += self.bytes[record]
        guard shapes.count > number else { return }
        let others = recent[slot]
        recent[slot] = SIMD4(UInt32(number + 1), others[0], others[1], others[2])
    }

    /// A hash of the API of a record.
    private func slot(of record: Range<Int>) throws(MalformedBytes) -> Int {
        let bytes = bytes.rawSpan
        guard let time = bytes.varint(at: record.lowerBound + 10)?.end,
            let workspace = bytes.text(at: time)?.upperBound,
            workspace < record.upperBound
        else { throw MalformedBytes(.truncated, at: record.lowerBound) }
        guard bytes.byte(at: workspace) == 1 else { return 0 }
        guard let id = bytes.text(at: workspace + 1), id.upperBound <= record.upperBound else {
            throw MalformedBytes(.truncated, at: record.lowerBound)
        }
        return bytes.extracting(id).shortHash
    }

    /// Appends a record that is expected to have a shape.
    ///
    /// - Returns: whether it has; else nothing was appended.
    private mutating func append(
        _ record: Range<Int>, shape: Int, _ bytes: [UInt8], to output: inout ByteWriter
    ) -> Bool {
        let start = output.count
        output.append(varint: shape + 1)
        references.reset()
        guard let end = append(record, steps: shapes.range(shape), bytes, to: &output), end == record.upperBound else {
            output.truncate(to: start)
            return false
        }
        references.keepNew()
        return true
    }

    /// - Returns: where the record ends; `nil` when it has another shape.
    private mutating func append(
        _ record: Range<Int>, steps: Range<Int>, _ bytes: [UInt8], to output: inout ByteWriter
    ) -> Int? {
        let raw = bytes.rawSpan.extracting(0..<record.upperBound)
        var position = record.lowerBound
        // What varies is copied up to the next fixed bytes.
        var from = position
        for index in steps {
            let step = shapes.steps[index]
            guard step.kind != .fixed else {
                let end = position &+ Int(step.count)
                guard end <= raw.byteCount, raw.extracting(position..<end).equals(raw.extracting(step.range)) else {
                    return nil
                }
                output.append(bytes.span.extracting(from..<position))
                position = end
                from = end
                continue
            }
            guard let end = step.kind.end(raw, from: position) else { return nil }
            if step.kind == .reference {
                output.append(bytes.span.extracting(from..<position))
                references.append(position..<end, of: bytes, to: &output)
                from = end
            }
            position = end
        }
        output.append(bytes.span.extracting(from..<position))
        return position
    }
}

/// The references that a batch has named already.
private struct KnownReferences {
    /// Where each came first.
    private var places: [Range<Int>] = []
    /// Numbers plus one, by a hash.
    private var table = [UInt32](repeating: 0, count: 1_024)
    /// The one of the record that is looked at, when it is a new one, and its hash.
    private var new: (place: Range<Int>, slot: Int)?

    /// Before a record.
    mutating func reset() {
        new = nil
    }

    /// Appends the number of a reference, or all of it when it is a new one.
    mutating func append(_ range: Range<Int>, of bytes: [UInt8], to output: inout ByteWriter) {
        guard range.count > 1 else { return output.append(bytes[range.lowerBound]) }
        let raw = bytes.rawSpan
        let slot = raw.extracting(range).shortHash
        let known = Int(table[slot]) - 1
        if known >= 0, raw.extracting(range).equals(raw.extracting(places[known])) {
            output.append(varint: known + 2)
        } else {
            output.append(bytes.span.extracting(range))
            new = (range, slot)
        }
    }

    /// After a record that was appended.
    mutating func keepNew() {
        guard let (place, slot) = new, places.count < Limits.packedReferenceCount else { return }
        places.append(place)
        table[slot] = UInt32(places.count)
    }
}

extension RawSpan {
    /// A hash below 1,024 of a few of the bytes.
    fileprivate var shortHash: Int {
        guard byteCount >= 8 else { return byteCount }
        let first = load(at: 0, as: UInt64.self)
        let last = load(at: byteCount - 8, as: UInt64.self)
        return Int(((first ^ last << 1) &* 0x9E37_79B1_85EB_CA87) >> 54)
    }
}
