internal import Logbook
internal import Parquet

/// Turns records, in their canonical form, into the columns of one row group.
protocol RowShredder {
    init()

    /// Takes the record that a reader of the bytes has before it, up to its end.
    ///
    /// - Throws: `MalformedBytes`; then the columns are of no use.
    mutating func append(_ reader: inout ByteReader, of bytes: [UInt8], sequence: UInt64) throws -> RowFacts

    /// All columns, in their order.
    func columns() -> ShreddedColumns
}

/// What a block notes of a record.
struct RowFacts {
    var time: Timestamp
    var textByteCount: Int
}

/// The columns of a row group.
struct ShreddedColumns {
    var batches: [ColumnBatch]
    /// Further keys for bloom filters, by column.
    var bloomKeys: [Int: [BloomKey]]
}

/// The columns of loss windows. A row has a value in all of them or in none.
struct LossShredder {
    private var starts: [Int64] = []
    private var ends: [Int64] = []
    private var counts: [Int64] = []
    private var reasons: [Int32] = []
    private var lineByteCounts: [Int64] = []
    private var presence = Presence()

    /// A row that is no loss window.
    mutating func appendNull() {
        presence.append(0)
    }

    /// Takes what follows the kind of a record.
    mutating func append(_ reader: inout ByteReader) throws(MalformedBytes) -> RowFacts {
        let time = Int64(bitPattern: try reader.fixed64())
        starts.append(time)
        ends.append(Int64(bitPattern: try reader.fixed64()))
        counts.append(Int64(bitPattern: try reader.varint()))
        reasons.append(Int32(try reader.byte()))
        let lineByteCount = try reader.length()
        lineByteCounts.append(Int64(lineByteCount))
        presence.append(1)
        return RowFacts(time: Timestamp(microseconds: time), textByteCount: lineByteCount)
    }

    var batches: [ColumnBatch] {
        let values: [ColumnValues] = [
            .int64(starts), .int64(ends), .int64(counts), .int32(reasons), .int64(lineByteCounts),
        ]
        let levels = presence.definitionLevels
        return values.map { ColumnBatch($0, definitionLevels: levels) }
    }
}

extension ByteReader {
    /// Where a text behind its length is.
    @inline(__always)
    mutating func textRange() throws(MalformedBytes) -> Range<Int> {
        try skip(byteCount: try length())
    }

    /// Where a text is, if a flag says that there is one.
    @inline(__always)
    mutating func optionalTextRange() throws(MalformedBytes) -> Range<Int>? {
        try flag() ? try textRange() : nil
    }
}

extension RecordEncoding {
    /// Reads version and kind.
    static func kind(_ reader: inout ByteReader) throws(MalformedBytes) -> Kind {
        let start = reader.position
        guard try reader.byte() == version, let kind = Kind(rawValue: try reader.byte()) else {
            throw MalformedBytes(.choice, at: start)
        }
        return kind
    }
}
