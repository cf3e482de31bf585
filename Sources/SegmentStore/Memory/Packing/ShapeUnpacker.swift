internal import Logbook
internal import Parquet

/// Unpacks what `ShapePacker` packed. Every bound is checked: what does not hold throws.
struct ShapeUnpacker: ~Copyable {
    /// What comes next of the packed bytes.
    private var position: Int
    /// The records that stand for themselves.
    private let whole: [UInt8]
    private var wholeReader: ByteReader
    private var shapes = RecordShapes()
    private var references = MetReferences()

    /// - Parameter byteCount: of the records, each behind its length (u32).
    static func unpack(_ packed: [UInt8], byteCount: Int) throws -> [UInt8] {
        guard byteCount <= Limits.batchByteCount else { throw MalformedBytes(.number, at: 0) }
        var unpacker = try ShapeUnpacker(packed)
        var records: [UInt8] = []
        try Gatherer.append(byteCount, to: &records) { records in
            let bytes = packed.rawSpan
            while unpacker.position < bytes.byteCount {
                try unpacker.unpackRecord(bytes, into: &records)
            }
            guard records.remaining == 0, unpacker.wholeReader.remainingByteCount == 0 else {
                throw MalformedBytes(.truncated, at: packed.count)
            }
        }
        return records
    }

    private init(_ packed: [UInt8]) throws {
        var reader = ByteReader(packed)
        let byteCount = try reader.length()
        guard byteCount <= Limits.batchByteCount else { throw MalformedBytes(.number, at: 0) }
        let frame = try reader.skip(byteCount: try reader.length())
        whole = try ZstdDecompressor.content(ofFrame: packed.rawSpan.extracting(frame), byteCount: byteCount)
        wholeReader = ByteReader(whole)
        position = reader.position
    }

    private mutating func unpackRecord(_ packed: RawSpan, into records: inout Gatherer) throws(MalformedBytes) {
        let start = records.count
        try records.checkRoom(4, at: position)
        records.store(0)
        guard let (number, end) = packed.varint(at: position) else { throw MalformedBytes(.number, at: position) }
        position = end
        if number == 0 {
            let record = try wholeReader.skip(byteCount: try wholeReader.length())
            try records.checkRoom(record.count, at: position)
            records.copy(whole.rawSpan, from: record.lowerBound, count: record.count)
            try shapes.add(whole, in: record, place: start + 4)
        } else {
            guard number <= shapes.count else { throw MalformedBytes(.number, at: position) }
            try unpackRecord(steps: shapes.range(Int(number) - 1), packed, into: &records)
        }
        records.replace(UInt32(truncatingIfNeeded: records.count - start - 4), at: start)
    }

    private mutating func unpackRecord(
        steps: Range<Int>, _ packed: RawSpan, into records: inout Gatherer
    ) throws(MalformedBytes) {
        var position = position
        // What varies is copied up to the next fixed bytes.
        var from = position
        for index in steps {
            let step = shapes.steps[index]
            switch step.kind {
            case .fixed:
                try records.copy(from..<position, of: packed)
                from = position
                try records.checkRoom(Int(step.count), at: position)
                records.repeatBytes(from: Int(step.start), count: Int(step.count))
            case .reference:
                try records.copy(from..<position, of: packed)
                position = try references.unpack(packed, from: position, into: &records)
                from = position
            case .eightBytes, .varint, .text, .value:
                guard let end = step.kind.end(packed, from: position) else {
                    throw MalformedBytes(.truncated, at: position)
                }
                position = end
            }
        }
        try records.copy(from..<position, of: packed)
        self.position = position
    }
}

/// The references that were met among the packed bytes.
private struct MetReferences {
    /// Where each came first.
    private var places: [Range<Int>] = []

    /// Appends the reference that stands at a place, or that is named there.
    ///
    /// - Returns: where it ends among the packed bytes.
    mutating func unpack(
        _ packed: RawSpan, from start: Int, into records: inout Gatherer
    ) throws(MalformedBytes) -> Int {
        guard let (number, end) = packed.varint(at: start),
            let end = number == 1 ? RecordShapes.Step.Kind.reference.end(packed, from: start) : end
        else { throw MalformedBytes(.number, at: start) }
        if number > 1 {
            guard number - 2 < places.count else { throw MalformedBytes(.number, at: start) }
            try records.copy(places[Int(number) - 2], of: packed)
        } else {
            try records.copy(start..<end, of: packed)
            if number == 1, places.count < Limits.packedReferenceCount { places.append(start..<end) }
        }
        return end
    }
}

extension Gatherer {
    @inline(__always)
    fileprivate mutating func copy(_ range: Range<Int>, of packed: RawSpan) throws(MalformedBytes) {
        try checkRoom(range.count, at: range.lowerBound)
        copy(packed, from: range.lowerBound, count: range.count)
    }

    @inline(__always)
    fileprivate func checkRoom(_ byteCount: Int, at position: Int) throws(MalformedBytes) {
        guard byteCount <= remaining else { throw MalformedBytes(.number, at: position) }
    }
}
