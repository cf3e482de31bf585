internal import Parquet

/// For each row whether it has a value. Nothing is kept of it as long as all rows are alike.
struct Presence {
    private var count = 0
    /// What all rows have in common, until one differs.
    private var common: UInt8 = 0
    private var levels: [UInt8] = []

    @inline(__always)
    mutating func append(_ level: UInt8) {
        if levels.isEmpty, count == 0 || level == common {
            common = level
            count += 1
        } else {
            appendDiffering(level)
        }
    }

    private mutating func appendDiffering(_ level: UInt8) {
        if levels.isEmpty {
            levels = [UInt8](repeating: common, count: count)
        }
        levels.append(level)
    }

    /// `nil` when each row has a value.
    var definitionLevels: [UInt8]? {
        guard levels.isEmpty else { return levels }
        return common == 1 || count == 0 ? nil : [UInt8](repeating: 0, count: count)
    }
}

/// A column of numbers that is filled row by row.
struct NumberColumn<Number: FixedWidthInteger & Sendable> {
    private(set) var values: [Number] = []
    private var presence = Presence()

    @inline(__always)
    mutating func append(_ value: Number?) {
        if let value {
            values.append(value)
            presence.append(1)
        } else {
            presence.append(0)
        }
    }

    fileprivate var definitionLevels: [UInt8]? { presence.definitionLevels }
}

extension NumberColumn<Int64> {
    var batch: ColumnBatch { ColumnBatch(.int64(values), definitionLevels: definitionLevels) }
}

extension NumberColumn<Int32> {
    var batch: ColumnBatch { ColumnBatch(.int32(values), definitionLevels: definitionLevels) }
}

/// A column of texts that is filled row by row, and whose equal texts are kept once.
struct TextColumn {
    private var interner = ByteInterner()
    private var indices: [UInt32] = []
    private var presence = Presence()
    /// The number that a text had beside a text of another column, by the other's number; -1 for none yet.
    private var companions: [Int32] = []

    /// More texts than this are not remembered beside others.
    private static let companionLimit = 4_096

    mutating func append(_ text: RawSpan) {
        _ = append(number: numberLikeLast(of: text))
    }

    /// The text of a range, or nothing.
    ///
    /// - Returns: a number that equal texts share; 0 for nothing.
    @discardableResult
    mutating func append(_ range: Range<Int>?, of bytes: [UInt8]) -> Int {
        guard let range else { return appendNull() }
        return append(number: numberLikeLast(of: bytes.rawSpan.extracting(range)))
    }

    /// The text of a range, or nothing, that comes with a text of another column as a name comes with an id.
    ///
    /// - Parameter other: what the other column's `append` returned.
    mutating func append(_ range: Range<Int>?, of bytes: [UInt8], beside other: Int) {
        guard let range else {
            _ = appendNull()
            return
        }
        let text = bytes.rawSpan.extracting(range)
        while companions.count <= other, other < Self.companionLimit { companions.append(-1) }
        if other < companions.count {
            if companions[other] < 0 || !interner.values[Int(companions[other])].equals(text) {
                companions[other] = Int32(interner.number(of: text))
            }
            _ = append(number: Int(companions[other]))
        } else {
            _ = append(number: interner.number(of: text))
        }
    }

    /// Texts often come again in the next row; comparing costs less than looking one up.
    private mutating func numberLikeLast(of text: RawSpan) -> Int {
        if let last = indices.last, interner.values[Int(last)].equals(text) {
            return Int(last)
        }
        return interner.number(of: text)
    }

    @inline(__always)
    private mutating func append(number: Int) -> Int {
        indices.append(UInt32(number))
        presence.append(1)
        return number + 1
    }

    @inline(__always)
    private mutating func appendNull() -> Int {
        presence.append(0)
        return 0
    }

    var batch: ColumnBatch {
        ColumnBatch(interner.column(indices), levels: presence.definitionLevels)
    }
}

/// A column of lists of texts that is filled row by row.
struct TextListColumn {
    private var interner = ByteInterner()
    private var indices: [UInt32] = []
    private var levels = ListLevels()

    /// A list of so many texts, which are appended then one by one.
    mutating func beginList(count: Int) {
        levels.append(count: count)
    }

    mutating func appendItem(_ range: Range<Int>, of bytes: [UInt8]) {
        indices.append(UInt32(interner.number(of: bytes.rawSpan.extracting(range))))
    }

    var batch: ColumnBatch {
        var batch = ColumnBatch(interner.column(indices), levels: levels.definition)
        batch.repetitionLevels = levels.repetition
        return batch
    }
}

/// Texts that may be rare, bytes that may be large: kept as they come.
struct BytesColumn {
    private var values = ByteArrays()
    private var presence = Presence()

    mutating func append(_ range: Range<Int>?, of bytes: [UInt8]) {
        if let range {
            values.append(bytes.rawSpan.extracting(range))
            presence.append(1)
        } else {
            presence.append(0)
        }
    }

    var batch: ColumnBatch {
        ColumnBatch(.byteArray(values), definitionLevels: presence.definitionLevels)
    }
}

extension ByteInterner {
    /// The values at these numbers: as indices into a dictionary where they repeat, else one after the other.
    fileprivate func column(_ indices: [UInt32]) -> (values: ColumnValues, indices: [UInt32]?) {
        guard count > indices.count / 4 * 3, count > 64 else { return (.byteArray(values), indices) }
        var plain = ByteArrays()
        for index in indices {
            plain.append(values[Int(index)])
        }
        return (.byteArray(plain), nil)
    }
}

extension ColumnBatch {
    fileprivate init(_ column: (values: ColumnValues, indices: [UInt32]?), levels: [UInt8]?) {
        self.init(column.values, indices: column.indices, definitionLevels: levels)
    }
}
