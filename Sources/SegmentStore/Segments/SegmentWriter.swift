internal import Evidence
internal import Logbook
internal import Parquet

/// Writes one segment file, row group after row group; holds the columns of one at a time.
struct SegmentWriter {
    private let schema: SegmentSchema
    private let shape: SegmentShape
    /// Rows after which a block ends, so that blocks are of one size.
    private let blockRowCount: Int
    private var shredder: any RowShredder
    /// Over the canonical forms of the records.
    private var tree = GrowingTree()
    private var blocks: [RecordExtent] = []
    private var block: RecordExtent?
    private var blockByteCount = 0
    private var courtesy = Courtesy()

    /// Writes all of a segment. The file is not synchronized.
    ///
    /// - Returns: what the manifest keeps of it.
    static func write(
        _ runs: [PackedRun], of stream: Stream, closedMilliseconds: Int64, shape: SegmentShape = .standard,
        to file: any OpenFile
    ) throws -> SegmentFacts {
        precondition(!runs.isEmpty, "a segment has at least one record")
        let schema = SegmentSchema.of(stream.kind)
        let sink = SegmentSink(file)
        var output = try ParquetWriter(sink, schema: schema.schema, options: schema.options)
        var writer = SegmentWriter(schema, shape, rowCount: runs.reduce(0) { $0 + $1.extent.count })
        for run in runs {
            try writer.append(run.unpacked(), to: &output)
        }
        try writer.finishBlock(&output)

        let root = writer.tree.root
        let metadata = SegmentMetadata(
            stream: stream, closedMilliseconds: closedMilliseconds, blocks: writer.blocks, root: root)
        let indexOffset = output.byteCount
        sink.beginChecksum()
        _ = try output.finish(keyValues: metadata.keyValues) { footer in
            SegmentSeal(
                indexChecksum: sink.checksum, indexOffset: indexOffset, footerChecksum: CRC32C.checksum(footer)
            ).encode()
        }
        try sink.flush()
        return SegmentFacts(
            extent: metadata.extent, fileByteCount: sink.byteCount, root: root, fileFingerprint: sink.fingerprint)
    }

    private init(_ schema: SegmentSchema, _ shape: SegmentShape, rowCount: Int) {
        self.schema = schema
        self.shape = shape
        let blockCount = (rowCount + shape.blockRowCount - 1) / shape.blockRowCount
        blockRowCount = (rowCount + blockCount - 1) / blockCount
        shredder = schema.shredder()
    }

    private mutating func append(_ run: RecordRun, to output: inout ParquetWriter) throws {
        var sequence = run.extent.firstSequence
        let ranges = try run.ranges()
        tree.append(TreeHasher.leaves(run.bytes, in: ranges))
        for range in ranges {
            let facts = try shredder.append(run.bytes, in: range, sequence: sequence)
            let extent = RecordExtent(
                firstSequence: sequence, count: 1, times: facts.time...facts.time, textByteCount: facts.textByteCount)
            if block == nil {
                block = extent
            } else {
                block?.extend(by: extent)
            }
            blockByteCount += range.count
            courtesy.note(byteCount: range.count)
            if block?.count == blockRowCount || blockByteCount >= shape.blockByteCount {
                try finishBlock(&output)
            }
            sequence += 1
        }
    }

    private mutating func finishBlock(_ output: inout ParquetWriter) throws {
        guard let extent = block else { return }
        let columns = shredder.columns()
        shredder = schema.shredder()
        // Pages of large records have fewer rows, so that a page of answers does not decode megabytes.
        let pageRowCount = max(1, extent.count * shape.pageByteCount / max(1, blockByteCount))
        try output.appendRowGroup(
            rowCount: extent.count, pageRowLimit: min(shape.pageRowCount, pageRowCount),
            bloomKeys: { columns.bloomKeys[$0] ?? [] },
            column: { index in
                Courtesy.letOthersGoFirst()
                return columns.batches[index]
            })
        blocks.append(extent)
        block = nil
        blockByteCount = 0
    }
}

extension SegmentSchema {
    fileprivate func shredder() -> any RowShredder {
        switch kind {
        case .access: AccessShredder()
        case .audit: AuditShredder()
        }
    }
}
