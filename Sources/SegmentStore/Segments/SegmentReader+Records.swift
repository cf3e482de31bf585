internal import Logbook
internal import Parquet

extension SegmentReader {
    /// Rebuilds records of a block, in their order.
    ///
    /// - Parameters:
    ///   - rows: ascending.
    ///   - read: gives the rows of a column.
    func records(
        of block: Int, rows: [Int], _ read: (Int) throws -> ColumnBatch
    ) throws -> [StoredRecord] {
        let encoded = try encodedRecords(of: block, count: rows.count, read)
        return try zip(rows, encoded.ranges).map { row, range in
            let sequence = blocks[block].firstSequence + UInt64(row)
            do {
                return StoredRecord(sequence: sequence, record: try RecordEncoding.decode(encoded.bytes, in: range))
            } catch {
                throw damage(block, "record \(sequence) cannot be decoded")
            }
        }
    }

    /// Rebuilds all records of a block in their canonical form, from what is on disk.
    func run(of block: Int) throws -> RecordRun {
        let encoded = try encodedRecords(of: block, count: blocks[block].count) { column in
            try self.column(column, block: block, keepingDictionary: true)
        }
        return RecordRun(extent: blocks[block], bytes: encoded.bytes)
    }

    /// Rebuilds records of a block in their canonical form, each behind its length, and says where each is.
    private func encodedRecords(
        of block: Int, count: Int, _ read: (Int) throws -> ColumnBatch
    ) throws -> (bytes: [UInt8], ranges: [Range<Int>]) {
        var rebuilder: any RowRebuilder =
            switch metadata.stream.kind {
            case .access: try AccessRebuilder(block, steps: steps, read)
            case .audit: try AuditRebuilder(block, steps: steps, read)
            }
        var writer = ByteWriter()
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(count)
        do {
            for _ in 0..<count {
                let start = writer.count
                writer.append(fixed32: 0)
                try rebuilder.appendNext(to: &writer)
                writer.replace(fixed32: UInt32(writer.count - start - 4), at: start)
                ranges.append(start + 4..<writer.count)
            }
        } catch let error as Contradiction {
            throw damage(block, error.what)
        }
        return (writer.take(), ranges)
    }

    private func damage(_ block: Int, _ what: String) -> LogStoreError {
        let offset = file.metadata.rowGroups[block].fileOffset ?? 0
        return LogStoreError(
            .corruption,
            "segment file \(path) is damaged in block \(block) at byte \(offset): \(what); restore it from a backup")
    }
}
