internal import Evidence
internal import Logbook
internal import Parquet

/// Writes row group after row group; holds the columns of one at a time. Generic, as it calls its shredder for each
/// record.
struct BlockWriter<Shredder: RowShredder> {
    private let shape: SegmentShape
    /// Rows after which a block ends, so that blocks are of one size.
    private let blockRowCount: Int
    private var shredder = Shredder()
    /// Over the canonical forms of the records.
    private(set) var tree = GrowingTree()
    /// Of the blocks that are written.
    private(set) var extents: [RecordExtent] = []
    private var block: OpenBlock?
    private var courtesy = Courtesy()

    init(_ shape: SegmentShape, rowCount: Int) {
        self.shape = shape
        let blockCount = (rowCount + shape.blockRowCount - 1) / shape.blockRowCount
        blockRowCount = (rowCount + blockCount - 1) / blockCount
    }

    mutating func append(_ run: RecordRun, to output: inout ParquetWriter) throws {
        var sequence = run.extent.firstSequence
        let ranges = try run.ranges()
        tree.append(TreeHasher.leaves(run.bytes, in: ranges))
        var reader = ByteReader(run.bytes)
        for range in ranges {
            reader.move(to: range)
            let facts = try shredder.append(&reader, of: run.bytes, sequence: sequence)
            var block = self.block ?? OpenBlock(firstSequence: sequence)
            block.note(facts, byteCount: range.count)
            self.block = block
            courtesy.note(byteCount: range.count)
            if block.count == blockRowCount || block.byteCount >= shape.blockByteCount {
                try finishBlock(&output)
            }
            sequence += 1
        }
    }

    mutating func finishBlock(_ output: inout ParquetWriter) throws {
        guard let block else { return }
        let columns = shredder.columns()
        shredder = Shredder()
        // Pages of large records have fewer rows, so that a page of answers does not decode megabytes.
        let pageRowCount = max(1, block.count * shape.pageByteCount / max(1, block.byteCount))
        try output.appendRowGroup(
            rowCount: block.count, pageRowLimit: min(shape.pageRowCount, pageRowCount),
            bloomKeys: { columns.bloomKeys[$0] ?? [] },
            column: { index in
                Courtesy.letOthersGoFirst()
                return columns.batches[index]
            })
        extents.append(block.extent)
        self.block = nil
    }
}

/// What is known of the records of a block that is not written yet.
private struct OpenBlock {
    let firstSequence: UInt64
    private(set) var count = 0
    private(set) var byteCount = 0
    private var textByteCount = 0
    /// Of all records, in microseconds.
    private var earliest = Int64.max
    private var latest = Int64.min

    init(firstSequence: UInt64) {
        self.firstSequence = firstSequence
    }

    /// Takes note of the next record.
    mutating func note(_ facts: RowFacts, byteCount: Int) {
        count += 1
        self.byteCount += byteCount
        textByteCount = textByteCount.addingClamped(facts.textByteCount)
        earliest = min(earliest, facts.time.microseconds)
        latest = max(latest, facts.time.microseconds)
    }

    /// - Precondition: at least one record was noted.
    var extent: RecordExtent {
        RecordExtent(
            firstSequence: firstSequence, count: count,
            times: Timestamp(microseconds: earliest)...Timestamp(microseconds: latest), textByteCount: textByteCount)
    }
}
