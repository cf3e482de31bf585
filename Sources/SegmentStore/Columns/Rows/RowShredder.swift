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

/// The columns of loss windows.
struct LossShredder {
    private var start = NumberColumn<Int64>()
    private var end = NumberColumn<Int64>()
    private var count = NumberColumn<Int64>()
    private var reason = NumberColumn<Int32>()
    private var lineBytes = NumberColumn<Int64>()

    /// A row that is no loss window.
    mutating func appendNull() {
        start.append(nil)
        end.append(nil)
        count.append(nil)
        reason.append(nil)
        lineBytes.append(nil)
    }

    /// Takes what follows the kind of a record.
    mutating func append(_ reader: inout ByteReader) throws(MalformedBytes) -> RowFacts {
        let time = Int64(bitPattern: try reader.fixed64())
        start.append(time)
        end.append(Int64(bitPattern: try reader.fixed64()))
        count.append(Int64(bitPattern: try reader.varint()))
        reason.append(Int32(try reader.byte()))
        let lineByteCount = try reader.length()
        lineBytes.append(Int64(lineByteCount))
        return RowFacts(time: Timestamp(microseconds: time), textByteCount: lineByteCount)
    }

    var batches: [ColumnBatch] { [start.batch, end.batch, count.batch, reason.batch, lineBytes.batch] }
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
