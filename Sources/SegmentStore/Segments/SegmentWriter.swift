internal import Evidence
internal import Logbook
internal import Parquet

/// Writes segment files.
enum SegmentWriter {
    /// Writes all of a segment. The file is not synchronized.
    ///
    /// - Returns: what the manifest keeps of it.
    static func write(
        _ runs: [PackedRun], of stream: Stream, closedMilliseconds: Int64, shape: SegmentShape = .standard,
        to file: any OpenFile
    ) throws -> SegmentFacts {
        switch stream.kind {
        case .access:
            try write(
                runs, of: stream, AccessShredder.self, closedMilliseconds: closedMilliseconds, shape: shape, to: file)
        case .audit:
            try write(
                runs, of: stream, AuditShredder.self, closedMilliseconds: closedMilliseconds, shape: shape, to: file)
        }
    }

    private static func write<Shredder: RowShredder>(
        _ runs: [PackedRun], of stream: Stream, _ shredder: Shredder.Type, closedMilliseconds: Int64,
        shape: SegmentShape, to file: any OpenFile
    ) throws -> SegmentFacts {
        precondition(!runs.isEmpty, "a segment has at least one record")
        let schema = SegmentSchema.of(stream.kind)
        let sink = SegmentSink(file)
        var output = try ParquetWriter(sink, schema: schema.schema, options: schema.options)
        var blocks = BlockWriter<Shredder>(shape, rowCount: runs.reduce(0) { $0 + $1.extent.count })
        for run in runs {
            try blocks.append(run.unpacked(), to: &output)
        }
        try blocks.finishBlock(&output)

        let root = blocks.tree.root
        let metadata = SegmentMetadata(
            stream: stream, closedMilliseconds: closedMilliseconds, blocks: blocks.extents, root: root)
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
}
