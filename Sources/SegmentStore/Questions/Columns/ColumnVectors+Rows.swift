internal import Parquet

// Some rows of a vector as a batch of the file's form: what a record is rebuilt from.

extension IntegerVector {
    /// - Parameter rows: ascending.
    func batch(of rows: [Int]) -> ColumnBatch {
        guard let presence else { return ColumnBatch(.int64(rows.map { values[$0] })) }
        var present: [Int64] = []
        var levels: [UInt8] = []
        for row in rows {
            let isPresent = presence.contains(row)
            levels.append(isPresent ? 1 : 0)
            if isPresent { present.append(values[row]) }
        }
        return ColumnBatch(.int64(present), definitionLevels: levels)
    }
}

extension TextVector {
    /// With codes where they are those of the block's dictionary.
    ///
    /// - Parameter rows: ascending.
    func batch(of rows: [Int]) -> ColumnBatch {
        let present = rows.lazy.map { codes[$0] }.filter { $0 < absence }
        let levels = rows.map { codes[$0] < absence ? UInt8(1) : 0 }
        return batch(of: present, levels: levels)
    }

    fileprivate func batch(of codes: some Sequence<UInt32>, levels: [UInt8]) -> ColumnBatch {
        guard isOfDictionary else {
            var texts = ByteArrays()
            for code in codes { texts.append(entries[Int(code)]) }
            return ColumnBatch(.byteArray(texts), definitionLevels: levels)
        }
        return ColumnBatch(.byteArray(entries), indices: Array(codes), definitionLevels: levels)
    }
}

extension ListVector {
    /// The levels of some rows, and the places of their values.
    private func places(of rows: [Int]) -> (definition: [UInt8], repetition: [UInt8], values: [Range<Int>]) {
        let starts = starts
        var definition: [UInt8] = []
        var repetition: [UInt8] = []
        var values: [Range<Int>] = []
        for row in rows {
            let range = Int(starts[row])..<Int(starts[row + 1])
            values.append(range)
            definition.append(range.isEmpty ? 0 : 1)
            repetition.append(0)
            definition.append(contentsOf: repeatElement(1, count: max(0, range.count - 1)))
            repetition.append(contentsOf: repeatElement(1, count: max(0, range.count - 1)))
        }
        return (definition, repetition, values)
    }

    fileprivate func batch(of rows: [Int], _ gather: ([Range<Int>]) -> ColumnBatch) -> ColumnBatch {
        let (definition, repetition, values) = places(of: rows)
        var batch = gather(values)
        batch.definitionLevels = definition
        batch.repetitionLevels = repetition
        return batch
    }
}

extension ListVector<[Int64]> {
    /// - Parameter rows: ascending.
    func batch(of rows: [Int]) -> ColumnBatch {
        batch(of: rows) { ranges in ColumnBatch(.int64(ranges.flatMap { values[$0] })) }
    }
}

extension ListVector<ByteArrays> {
    /// - Parameter rows: ascending.
    func batch(of rows: [Int]) -> ColumnBatch {
        batch(of: rows) { ranges in
            let values = values
            var bytes = ByteArrays()
            for value in ranges.joined() { bytes.append(values[value]) }
            return ColumnBatch(.byteArray(bytes))
        }
    }
}

extension ListVector<TextVector> {
    /// - Parameter rows: ascending.
    func batch(of rows: [Int]) -> ColumnBatch {
        batch(of: rows) { ranges in values.batch(of: ranges.flatMap { values.codes[$0] }, levels: []) }
    }
}
