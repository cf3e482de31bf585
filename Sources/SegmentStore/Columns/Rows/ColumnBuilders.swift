internal import Parquet

/// A column of numbers that is filled row by row.
struct NumberColumn<Number: FixedWidthInteger & Sendable> {
    private(set) var values: [Number] = []
    private var levels: [UInt8] = []

    mutating func append(_ value: Number?) {
        if let value {
            values.append(value)
            levels.append(1)
        } else {
            levels.append(0)
        }
    }

    fileprivate var definitionLevels: [UInt8]? { values.count == levels.count ? nil : levels }
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
    private var levels: [UInt8] = []

    mutating func append(_ text: RawSpan) {
        _ = append(number: interner.number(of: text))
    }

    /// The text of a range, or nothing.
    ///
    /// - Returns: a number that equal texts share; 0 for nothing.
    @discardableResult
    mutating func append(_ range: Range<Int>?, of bytes: [UInt8]) -> Int {
        guard let range else {
            levels.append(0)
            return 0
        }
        return append(number: interner.number(of: bytes.rawSpan.extracting(range)))
    }

    private mutating func append(number: Int) -> Int {
        indices.append(UInt32(number))
        levels.append(1)
        return number + 1
    }

    var batch: ColumnBatch {
        let levels = indices.count == levels.count ? nil : levels
        return ColumnBatch(interner.column(indices), levels: levels)
    }
}

/// A column of lists of texts that is filled row by row.
struct TextListColumn {
    private var interner = ByteInterner()
    private var indices: [UInt32] = []
    private var levels = ListLevels()

    mutating func append(_ ranges: [Range<Int>], of bytes: [UInt8]) {
        levels.append(count: ranges.count)
        for range in ranges {
            indices.append(UInt32(interner.number(of: bytes.rawSpan.extracting(range))))
        }
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
    private var levels: [UInt8] = []

    mutating func append(_ range: Range<Int>?, of bytes: [UInt8]) {
        if let range {
            values.append(bytes.rawSpan.extracting(range))
            levels.append(1)
        } else {
            levels.append(0)
        }
    }

    var batch: ColumnBatch {
        ColumnBatch(.byteArray(values), definitionLevels: values.count == levels.count ? nil : levels)
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
