import Testing

@testable import Parquet
import DaybookTesting

/// Any rows of any column, against a model that keeps each row as a list of optional elements.
@Suite struct RowSelectionTests {
    /// `nil` for a null list; a column that is no list has one element a row.
    private typealias Row = [Int64?]?

    @Test(arguments: 0..<60)
    func `reads the same rows as a model does`(round: Int) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let isList = Bool.random(using: &generator)
        let isOptional = Bool.random(using: &generator)
        let elementIsOptional = Bool.random(using: &generator)
        let field: Field =
            isList
            ? .list("x", of: .int64, isOptional: isOptional, elementIsOptional: elementIsOptional)
            : isOptional ? .optional("x", .int64) : .required("x", .int64)
        let column = try Schema([field]).columns[0]
        let rows: [Row] = (0..<Int.random(in: 1...400, using: &generator)).map { _ in
            guard isList else { return [isOptional ? value(0.3, &generator) : value(0, &generator)] }
            if isOptional, Int.random(in: 0..<5, using: &generator) == 0 { return nil }
            return (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
                value(elementIsOptional ? 0.3 : 0, &generator)
            }
        }
        var options = options(
            dictionary: Bool.random(using: &generator) ? .never : .automatic(byteLimit: 1 << 20),
            compression: Bool.random(using: &generator) ? .none : .zstd(level: 1),
            pageRowLimit: Int.random(in: 1...100, using: &generator))
        options.pageByteLimit = Int.random(in: 1...2000, using: &generator)
        let bytes = try file([field], [batch(rows, column)], options: options)
        let readers = try [bytes, withoutIndexes(bytes)].map { try ParquetReader(MemorySource($0)) }
        for reader in readers { try expect(rows, from: reader, seed: seed, using: &generator) }
    }

    private func expect(
        _ rows: [Row], from reader: ParquetReader, seed: UInt64, using generator: inout SeededGenerator
    ) throws {
        let column = reader.schema.columns[0]
        for _ in 0..<10 {
            let runs = selection(of: rows.count, using: &generator)
            let keeping = Bool.random(using: &generator)
            let read = try reader.read(column: 0, rowGroup: 0, rows: runs, keepingDictionary: keeping)
            let expected = runs.flatMap { rows[$0] }
            #expect(self.rows(of: read, column) == expected, "seed \(seed)")
        }
        #expect(self.rows(of: try reader.read(column: 0, rowGroup: 0), column) == rows, "seed \(seed)")
    }

    /// The file as writers leave it that know no page index.
    private func withoutIndexes(_ bytes: [UInt8]) throws -> [UInt8] {
        var metadata = try ParquetReader(MemorySource(bytes)).metadata
        for group in metadata.rowGroups.indices {
            for column in metadata.rowGroups[group].columns.indices {
                metadata.rowGroups[group].columns[column].offsetIndexOffset = nil
                metadata.rowGroups[group].columns[column].columnIndexOffset = nil
            }
        }
        let footer = ThriftWriter.bytes(of: metadata)
        var length: [UInt8] = []
        length.appendLittleEndian(UInt32(footer.count))
        return bytes + footer + length + FileFrame.magic
    }

    private func value(_ nullShare: Double, _ generator: inout SeededGenerator) -> Int64? {
        Double.random(in: 0..<1, using: &generator) < nullShare ? nil : Int64.random(in: -3..<3, using: &generator)
    }

    private func selection(of count: Int, using generator: inout SeededGenerator) -> [Range<Int>] {
        let share = Double.random(in: 0..<1, using: &generator)
        var runs: [Range<Int>] = []
        for row in 0..<count where Double.random(in: 0..<1, using: &generator) < share {
            if let last = runs.last, last.upperBound == row, Bool.random(using: &generator) {
                runs[runs.count - 1] = last.lowerBound..<row + 1
            } else {
                runs.append(row..<row + 1)
            }
        }
        return runs
    }

    private func batch(_ rows: [Row], _ column: Column) -> ColumnBatch {
        let values = rows.flatMap { $0 ?? [] }.compactMap(\.self)
        guard column.isList else {
            let levels = rows.map { $0?[0] == nil ? 0 as UInt8 : 1 }
            return ColumnBatch(.int64(values), definitionLevels: column.maximumDefinitionLevel == 0 ? nil : levels)
        }
        var levels = LevelBuilder(column)
        for row in rows {
            if let row { levels.append(elements: row.map { $0 != nil }) } else { levels.appendNull() }
        }
        return ColumnBatch(
            .int64(values), definitionLevels: levels.definitionLevels, repetitionLevels: levels.repetitionLevels)
    }

    private func rows(of batch: ColumnBatch, _ column: Column) -> [Row] {
        let values = batch.indices.map { $0.map { batch.values.int64[Int($0)] } } ?? batch.values.int64
        let definitions = definitionLevels(of: batch, column)
        var rows: [Row] = []
        var next = 0
        for position in 0..<batch.levelCount {
            var element: Int64?
            if definitions[position] == column.maximumDefinitionLevel {
                element = values[next]
                next += 1
            }
            if !column.isList {
                rows.append([element])
            } else if batch.repetitionLevels?[position] ?? 0 > 0 {
                rows[rows.count - 1]?.append(element)
            } else if definitions[position] >= column.elementDefinitionLevel {
                rows.append([element])
            } else {
                rows.append(definitions[position] + 1 == column.elementDefinitionLevel ? [] : nil)
            }
        }
        return rows
    }
}
