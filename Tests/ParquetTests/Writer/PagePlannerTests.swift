import DaybookTesting
import Testing

@testable import Parquet

/// Pages end where they would if rows were added one by one.
struct PagePlannerTests {
    @Test(arguments: 0..<40)
    func `a page has as few rows as reach a limit`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let schema = try Schema([
            .list("list", of: .bytes), .optional("maybe", .bytes), .required("flat", .bytes),
        ])
        for column in schema.columns {
            let rows = (0..<Int.random(in: 0...900, using: &generator)).map { _ in
                (0..<(column.isList ? Int.random(in: 0...4, using: &generator) : 1)).map { _ in
                    column.maximumDefinitionLevel == 1 && !column.isList && generator.chance(0.3)
                        ? nil : Int.random(in: 0...(generator.chance(0.02) ? 700 : 9), using: &generator)
                }
            }
            var options = WriterOptions()
            options.pageRowLimit = [1, 7, 64, 65, 300, 2_000].randomElement(using: &generator) ?? 1
            options.pageByteLimit = [1, 13, 500, 1 << 20].randomElement(using: &generator) ?? 1
            var planner = PagePlanner(batch(of: rows, column), column, options)
            var row = 0
            while let page = planner.next() {
                #expect(page.rows.lowerBound == row, "seed \(seed)")
                var byteCount = 0
                var end = row
                repeat {
                    byteCount += rows[end].reduce(0) { $0 + ($1.map { $0 + 4 } ?? 0) }
                    end += 1
                } while end < rows.count && end - row < options.pageRowLimit && byteCount < options.pageByteLimit
                #expect(page.rows.upperBound == end, "seed \(seed)")
                #expect(page.levels.count == rows[row..<end].reduce(0) { $0 + max(1, $1.count) }, "seed \(seed)")
                #expect(page.values.count == rows[row..<end].joined().count { $0 != nil }, "seed \(seed)")
                row = page.rows.upperBound
            }
            #expect(row == rows.count, "seed \(seed)")
        }
    }

    /// Byte arrays of these lengths.
    private func batch(of rows: [[Int?]], _ column: Column) -> ColumnBatch {
        var values = ByteArrays()
        for length in rows.joined() {
            if let length { values.append([UInt8](repeating: 0x61, count: length).rawSpan) }
        }
        var batch = ColumnBatch(.byteArray(values))
        if column.isList {
            var levels = LevelBuilder(column)
            for row in rows { levels.append(count: row.count) }
            batch.definitionLevels = levels.definitionLevels
            batch.repetitionLevels = levels.repetitionLevels
        } else if column.maximumDefinitionLevel > 0 {
            batch.definitionLevels = rows.joined().map { $0 == nil ? 0 : 1 }
        }
        return batch
    }
}
