internal import Logbook
internal import Parquet

// Columns as vectors.

extension OpenSegment {
    /// A column of INT32 or INT64.
    func integers(_ column: Int, block: Int, _ part: ColumnPart) throws -> IntegerVector {
        guard !reader.isAbsent(column, block: block) else { return .absent(try rows(of: part, block: block).count) }
        let data = try kept(.values(part), of: column, block: block) {
            .integers(try ColumnReading(self, column, block, part).integers())
        }
        guard case .integers(let vector) = data else { preconditionFailure("column \(column) is no plain number") }
        return vector
    }

    /// A column of texts.
    func texts(_ column: Int, block: Int, _ part: ColumnPart) throws -> TextVector {
        guard !reader.isAbsent(column, block: block) else { return .absent(try rows(of: part, block: block).count) }
        let data = try kept(.values(part), of: column, block: block) {
            .texts(try ColumnReading(self, column, block, part).texts())
        }
        guard case .texts(let vector) = data else { preconditionFailure("column \(column) is no plain text") }
        return vector
    }

    /// A column of lists of INT64.
    func integerLists(_ column: Int, block: Int, _ part: ColumnPart) throws -> ListVector<[Int64]> {
        let data = try kept(.values(part), of: column, block: block) {
            .integerLists(try ColumnReading(self, column, block, part).integerLists())
        }
        guard case .integerLists(let list) = data else { preconditionFailure("column \(column) is no list of numbers") }
        return list
    }

    /// A column of lists of byte arrays that hardly repeat.
    func byteLists(_ column: Int, block: Int, _ part: ColumnPart) throws -> ListVector<ByteArrays> {
        let data = try kept(.values(part), of: column, block: block) {
            .byteLists(try ColumnReading(self, column, block, part).byteLists())
        }
        guard case .byteLists(let list) = data else { preconditionFailure("column \(column) is no list of bytes") }
        return list
    }

    /// A column of lists of texts of which there are few different ones, as codes; no value is absent.
    func textLists(_ column: Int, block: Int, _ part: ColumnPart) throws -> ListVector<TextVector> {
        let data = try kept(.values(part), of: column, block: block) {
            .textLists(try ColumnReading(self, column, block, part).textLists())
        }
        guard case .textLists(let list) = data else { preconditionFailure("column \(column) is no list of texts") }
        return list
    }

    /// Where which byte array is in a column of lists; `nil` when nobody asked before.
    ///
    /// - Parameter areTexts: whether words of the values are asked for too.
    func keys(of column: Int, block: Int, _ part: ColumnPart, areTexts: Bool) throws -> ValueKeys? {
        let data = try keptIfWanted(.keys(part), of: column, block: block) {
            let values = try byteLists(column, block: block, part).values
            return .keys(areTexts ? ValueKeys(ofWords: values) : ValueKeys(ofWhole: values))
        }
        guard case .keys(let keys)? = data else { return nil }
        return keys
    }
}

/// Reads a part of a column from the file and makes a vector of it.
private struct ColumnReading {
    private let segment: OpenSegment
    private let column: Int
    private let block: Int
    private let rows: Range<Int>
    /// Whether all rows of the block are read.
    private let isWhole: Bool

    init(_ segment: OpenSegment, _ column: Int, _ block: Int, _ part: ColumnPart) throws {
        self.segment = segment
        self.column = column
        self.block = block
        rows = try segment.rows(of: part, block: block)
        isWhole = rows.count == segment.reader.blocks[block].count
    }

    private var definition: Parquet.Column { segment.reader.file.schema.columns[column] }

    private var isAbsent: Bool { segment.reader.isAbsent(column, block: block) }

    func integers() throws -> IntegerVector {
        let batch = try read()
        let values = try integers(batch.values)
        guard let levels = batch.definitionLevels else { return IntegerVector(values: values) }
        let present = definition.maximumDefinitionLevel
        let presence = RowSelection(of: levels, equalTo: present)
        guard presence.selectedCount == values.count else { throw contradiction }
        return IntegerVector(values: Vectors.spread(values, levels, present: present, filler: 0), presence: presence)
    }

    func texts() throws -> TextVector {
        let (batch, vector) = try readCodes()
        guard let levels = batch.definitionLevels else { return vector }
        let present = definition.maximumDefinitionLevel
        guard RowSelection(of: levels, equalTo: present).selectedCount == vector.codes.count else {
            throw contradiction
        }
        var spread = vector
        spread.codes = Vectors.spread(
            vector.codes, levels, present: present, filler: UInt32(vector.entries.count))
        return spread
    }

    func integerLists() throws -> ListVector<[Int64]> {
        let batch = try read()
        return try list(integers(batch.values), batch)
    }

    func byteLists() throws -> ListVector<ByteArrays> {
        let batch = try read()
        return try list(bytes(batch.values), batch)
    }

    func textLists() throws -> ListVector<TextVector> {
        let (batch, vector) = try readCodes()
        return try list(vector, batch)
    }

    private func list<Values>(_ values: Values, _ batch: ColumnBatch) throws -> ListVector<Values> {
        guard let repetition = batch.repetitionLevels, repetition.first ?? 0 == 0, batch.rowCount == rows.count else {
            throw contradiction
        }
        return ListVector(
            values: values, rowCount: rows.count, repetition: repetition, definition: batch.definitionLevels,
            present: definition.maximumDefinitionLevel)
    }

    /// Texts as codes of entries, absent ones left out. Where there is no dictionary every text is an entry.
    private func readCodes() throws -> (batch: ColumnBatch, vector: TextVector) {
        let dictionary = isAbsent ? nil : try segment.dictionary(of: column, block: block)
        let batch = try read(keepingDictionary: true, dictionary)
        let entries = try bytes(batch.values)
        let codes = batch.indices ?? (0..<entries.count).map { UInt32($0) }
        let isOfDictionary = dictionary != nil && batch.indices != nil
        return (batch, TextVector(entries: entries, codes: codes, isOfDictionary: isOfDictionary))
    }

    private func read(keepingDictionary: Bool = false, _ dictionary: ByteArrays? = nil) throws -> ColumnBatch {
        let batch = try segment.reader.column(
            column, block: block, rows: isWhole ? nil : [rows], keepingDictionary: keepingDictionary,
            dictionary: dictionary)
        guard batch.repetitionLevels != nil || batch.levelCount == rows.count else { throw contradiction }
        return batch
    }

    private func integers(_ values: ColumnValues) throws -> [Int64] {
        switch values {
        case .int64(let values): values
        case .int32(let values): values.map(Int64.init)
        default: throw contradiction
        }
    }

    private func bytes(_ values: ColumnValues) throws -> ByteArrays {
        guard case .byteArray(let values) = values else { throw contradiction }
        return values
    }

    private var contradiction: LogStoreError {
        LogStoreError(
            .corruption,
            "segment file \(segment.reader.path) is damaged: its column \(definition.name) contradicts itself; "
                + "restore it from a backup")
    }
}
