internal import Logbook
internal import Parquet

/// Consecutive records of a stream as memory and journal hold them: compressed where that pays. Most of a record is
/// what others of its batch have too, so a large batch takes about a seventh of its bytes.
struct PackedRun: Sendable {
    enum Packing: UInt8, Sendable {
        /// Each record behind its length (u32).
        case plain = 0
        /// The same as one zstd frame.
        case zstd = 1
        /// Access records by what they have in common: see `ShapePacker`.
        case shapes = 2
    }

    let extent: RecordExtent
    /// What kinds of records there are, told without unpacking them.
    let kinds: RecordKinds
    let packing: Packing
    /// Bytes of the records when they are unpacked.
    let recordByteCount: Int
    let bytes: [UInt8]

    /// Packs a batch. Its first number is 1 until a stream gives it its own.
    init(_ batch: RecordBatch) throws {
        extent = RecordExtent(
            firstSequence: 1, count: batch.count, times: batch.times, textByteCount: batch.textByteCount)
        kinds = batch.kinds
        recordByteCount = batch.bytes.count
        (packing, bytes) = try Self.packed(batch)
    }

    private static func packed(_ batch: RecordBatch) throws -> (Packing, [UInt8]) {
        guard batch.bytes.count >= Limits.packedByteCount else { return (.plain, batch.bytes) }
        if batch.kinds == RecordKinds(.access), let packed = try ShapePacker.pack(batch.bytes) {
            return (.shapes, packed)
        }
        let compressed = try ZstdCompressor.frame(of: batch.bytes, level: 1)
        return compressed.count < batch.bytes.count / 8 * 7 ? (.zstd, compressed) : (.plain, batch.bytes)
    }

    /// A batch that is so small that it is never compressed.
    init(loss window: LossWindow, sequence: UInt64) {
        let batch = RecordBatch([.loss(window)])
        extent = RecordExtent(
            firstSequence: sequence, count: 1, times: batch.times, textByteCount: batch.textByteCount)
        kinds = batch.kinds
        packing = .plain
        recordByteCount = batch.bytes.count
        bytes = batch.bytes
    }

    private init(_ run: PackedRun, firstSequence: UInt64) {
        var extent = run.extent
        extent.firstSequence = firstSequence
        self.extent = extent
        kinds = run.kinds
        packing = run.packing
        recordByteCount = run.recordByteCount
        bytes = run.bytes
    }

    /// The same records from this number on.
    func numbered(from sequence: UInt64) -> PackedRun {
        PackedRun(self, firstSequence: sequence)
    }

    /// The records themselves.
    func unpacked() throws -> RecordRun {
        switch packing {
        case .plain: RecordRun(extent: extent, bytes: bytes)
        case .zstd:
            RecordRun(
                extent: extent,
                bytes: try ZstdDecompressor.content(ofFrame: bytes.rawSpan, byteCount: recordByteCount))
        case .shapes:
            RecordRun(extent: extent, bytes: try ShapeUnpacker.unpack(bytes, byteCount: recordByteCount))
        }
    }
}

extension PackedRun {
    /// Appends the binary form: kinds (u8), packing (u8), bytes of the records unpacked (varint), then the packed ones.
    func encodeRecords(into output: inout [UInt8]) {
        output.append(kinds.rawValue)
        output.append(packing.rawValue)
        output.append(varint: recordByteCount)
        output.append(contentsOf: bytes)
    }

    /// Reads what `encodeRecords` wrote, up to the end.
    init(_ extent: RecordExtent, from reader: inout ByteReader, of source: [UInt8]) throws(MalformedBytes) {
        self.extent = extent
        let start = reader.position
        kinds = RecordKinds(rawValue: try reader.byte())
        packing = try reader.choice(Packing.self)
        recordByteCount = try reader.length()
        let records = try reader.skip(byteCount: reader.remainingByteCount)
        guard recordByteCount <= Limits.batchByteCount, packing != .plain || records.count == recordByteCount else {
            throw MalformedBytes(.number, at: start)
        }
        bytes = Array(source[records])
    }
}
