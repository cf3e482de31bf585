internal import Logbook
internal import Parquet

extension SegmentReader {
    /// Rebuilds records of a block, in their order.
    ///
    /// - Parameter rows: ascending runs that do not overlap; `nil` for all rows.
    func records(of block: Int, rows: [Range<Int>]? = nil) throws -> [StoredRecord] {
        let rows = rows ?? [0..<blocks[block].count]
        let encoded = try encodedRecords(of: block, rows: rows)
        var sequences = rows.joined().makeIterator()
        return try encoded.ranges.map { range in
            let sequence = blocks[block].firstSequence + UInt64(sequences.next() ?? 0)
            do {
                return StoredRecord(sequence: sequence, record: try RecordEncoding.decode(encoded.bytes, in: range))
            } catch {
                throw damage(block, "record \(sequence) cannot be decoded")
            }
        }
    }

    /// Rebuilds all records of a block in their canonical form.
    func run(of block: Int) throws -> RecordRun {
        let encoded = try encodedRecords(of: block, rows: nil)
        return RecordRun(extent: blocks[block], bytes: encoded.bytes)
    }

    /// Rebuilds records of a block in their canonical form, each behind its length, and says where each is.
    func encodedRecords(of block: Int, rows: [Range<Int>]?) throws -> (bytes: [UInt8], ranges: [Range<Int>]) {
        let count = rows?.reduce(0) { $0 + $1.count } ?? blocks[block].count
        var rebuilder: any RowRebuilder =
            switch metadata.stream.kind {
            case .access: try AccessRebuilder(self, block: block, rows: rows)
            case .audit: try AuditRebuilder(self, block: block, rows: rows)
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
