internal import Logbook
internal import Parquet

/// Turns rows of columns back into records in their canonical form, one after the other.
protocol RowRebuilder {
    /// Appends the bytes of the next row's record.
    ///
    /// - Throws: `Contradiction` when the columns do not fit together.
    mutating func appendNext(to bytes: inout ByteWriter) throws
}

/// Columns that do not fit together.
struct Contradiction: Error {
    let what: String

    static let values = Contradiction(what: "columns have fewer values than their rows need")
}

/// Says for each row whether it has a value, and which.
struct RowCursor {
    private let levels: [UInt8]?
    private let indices: [UInt32]?
    private var level = 0
    private var value = 0
    private let valueCount: Int

    init(_ batch: ColumnBatch) {
        levels = batch.definitionLevels
        indices = batch.indices
        valueCount = batch.valueCount
    }

    /// Where among the values the next row's is; `nil` when it has none.
    mutating func next() throws(Contradiction) -> Int? {
        if let levels {
            guard level < levels.count else { throw .values }
            level += 1
            guard levels[level - 1] > 0 else { return nil }
        }
        guard value < valueCount else { throw .values }
        value += 1
        return indices.map { Int($0[value - 1]) } ?? value - 1
    }
}

/// Reads a column of numbers row by row.
struct NumberCursor {
    private var rows: RowCursor
    private let wide: [Int64]
    private let narrow: [Int32]

    init(_ batch: ColumnBatch) {
        rows = RowCursor(batch)
        switch batch.values {
        case .int64(let values): (wide, narrow) = (values, [])
        case .int32(let values): (wide, narrow) = ([], values)
        default: (wide, narrow) = ([], [])
        }
    }

    mutating func next() throws(Contradiction) -> Int64? {
        guard let index = try rows.next() else { return nil }
        return wide.isEmpty ? Int64(narrow[index]) : wide[index]
    }

    /// The next row's number, which has to be there.
    mutating func required() throws(Contradiction) -> Int64 {
        guard let number = try next() else { throw Contradiction(what: "a row lacks a number") }
        return number
    }
}

/// Reads a column of byte arrays row by row.
struct BytesCursor {
    private var rows: RowCursor
    private let values: ByteArrays

    init(_ batch: ColumnBatch) {
        rows = RowCursor(batch)
        values = if case .byteArray(let values) = batch.values { values } else { ByteArrays() }
    }

    /// The number of the next row's value among the distinct ones; `nil` when it has none.
    mutating func nextNumber() throws(Contradiction) -> Int? { try rows.next() }

    /// The bytes of a value.
    subscript(number: Int) -> ArraySlice<UInt8> { values.bytes[values.range(number)] }

    /// Appends the next row's value behind its length.
    mutating func appendRequired(to bytes: inout ByteWriter) throws(Contradiction) {
        guard let number = try rows.next() else { throw Contradiction(what: "a row lacks a text") }
        bytes.append(text: self[number].span)
    }

    /// Appends whether the next row has a value, and the value.
    mutating func appendOptional(to bytes: inout ByteWriter) throws(Contradiction) {
        guard let number = try rows.next() else {
            bytes.append(flag: false)
            return
        }
        bytes.append(flag: true)
        bytes.append(text: self[number].span)
    }
}

/// Reads a column of lists of texts row by row.
struct TextListCursor {
    private let definition: [UInt8]
    private let repetition: [UInt8]
    private let indices: [UInt32]?
    private let values: ByteArrays
    private var level = 0
    private var value = 0

    init(_ batch: ColumnBatch) {
        repetition = batch.repetitionLevels ?? []
        definition = batch.definitionLevels ?? [UInt8](repeating: 1, count: repetition.count)
        indices = batch.indices
        values = if case .byteArray(let values) = batch.values { values } else { ByteArrays() }
    }

    /// The texts of the next row.
    mutating func next() throws(Contradiction) -> [ArraySlice<UInt8>] {
        guard level < repetition.count else { throw .values }
        var texts: [ArraySlice<UInt8>] = []
        repeat {
            if definition[level] > 0 {
                let number = indices.map { Int($0[value]) } ?? value
                texts.append(values.bytes[values.range(number)])
                value += 1
            }
            level += 1
        } while level < repetition.count && repetition[level] > 0
        return texts
    }
}

/// Rebuilds loss windows.
struct LossRebuilder {
    private var start: NumberCursor
    private var end: NumberCursor
    private var count: NumberCursor
    private var reason: NumberCursor
    private var lineBytes: NumberCursor

    init(_ columns: LossColumns, _ read: (Int) throws -> ColumnBatch) throws {
        start = NumberCursor(try read(columns.start))
        end = NumberCursor(try read(columns.end))
        count = NumberCursor(try read(columns.count))
        reason = NumberCursor(try read(columns.reason))
        lineBytes = NumberCursor(try read(columns.lineBytes))
    }

    /// Appends the next row's loss window.
    ///
    /// - Returns: whether it is one.
    mutating func appendNext(to bytes: inout ByteWriter) throws -> Bool {
        guard let start = try start.next() else {
            guard try end.next() == nil, try count.next() == nil, try reason.next() == nil, try lineBytes.next() == nil
            else { throw Contradiction(what: "a loss window has no start") }
            return false
        }
        bytes.append(kind: .loss)
        bytes.append(fixed64: UInt64(bitPattern: start))
        bytes.append(fixed64: UInt64(bitPattern: try end.required()))
        bytes.append(varint: UInt64(bitPattern: try count.required()))
        bytes.append(UInt8(truncatingIfNeeded: try reason.required()))
        bytes.append(varint: UInt64(bitPattern: try lineBytes.required()))
        return true
    }
}

extension ByteWriter {
    /// The head of a record.
    mutating func append(kind: RecordEncoding.Kind) {
        append(RecordEncoding.version)
        append(kind.rawValue)
    }
}
