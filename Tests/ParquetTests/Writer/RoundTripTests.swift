import Testing

@testable import Parquet

@Suite struct RoundTripTests {
    static let layouts: [WriterOptions] = [
        options(), options(dictionary: .automatic(byteLimit: 1 << 20)),
        options(.plain, compression: .zstd(level: 1)), options(pageRowLimit: 1),
        options(dictionary: .automatic(byteLimit: 1 << 20), compression: .zstd(level: 3), pageRowLimit: 7),
    ]

    static let values: [(ColumnType, ColumnValues)] = [
        (.boolean, .boolean([true, true, false, true, false, false, false, false, false, true])),
        (.int32, .int32([0, 1, -1, .max, .min, 5, 5, 5, 5, 5])),
        (.int64, .int64([0, 1, -1, .max, .min, 5, 5, 5, 5, 5])),
        (.double, .double([0, -0.0, .nan, .infinity, -.infinity, 1.5, 1.5, 1.5, .leastNonzeroMagnitude, -1])),
        (.string, .byteArray(ByteArrays(["", "a", "中文", "😀", "a", "a", "aaaaaaaaaaaaaaaaaaaaaaaa", "", "b", "ab"]))),
        (.timestampMicroseconds, .int64([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])),
    ]

    @Test(arguments: values.indices, layouts.indices)
    func `reads back what was written, with nulls and without, in whole and in part`(
        type: Int, layout: Int
    ) throws {
        let (type, values) = Self.values[type]
        let levels: [UInt8] = [1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 1, 1, 0]
        let columns = [ColumnBatch(values), ColumnBatch(values, definitionLevels: levels)]
        for (field, batch) in zip([Field.required("x", type), .optional("x", type)], columns) {
            let reader = try reader([field], [batch], options: Self.layouts[layout])
            let column = reader.schema.columns[0]
            let whole = try reader.read(column: 0, rowGroup: 0)
            #expect(haveSameBits(whole.values, values))
            #expect(definitionLevels(of: whole, column) == definitionLevels(of: batch, column))
            #expect(try reader.read(column: 0, rowGroup: 0, rows: [0..<batch.rowCount]).rowCount == batch.rowCount)
            for start in 0..<batch.rowCount {
                for end in start...batch.rowCount {
                    let part = try reader.read(column: 0, rowGroup: 0, rows: [start..<end])
                    var expected = ColumnBatch(try ColumnValues(column.type))
                    expected.append(batch, rows: [start..<end], of: column)
                    #expect(haveSameBits(part.values, expected.values))
                    #expect(definitionLevels(of: part, column) == definitionLevels(of: expected, column))
                }
            }
        }
    }

    @Test(arguments: layouts.indices)
    func `reads back lists, empty ones, null ones and those with null elements`(layout: Int) throws {
        let fields: [Field] = [.list("x", of: .string, isOptional: true, elementIsOptional: true)]
        let column = try Schema(fields).columns[0]
        var levels = LevelBuilder(column)
        levels.append(elements: [true, false, true])
        levels.appendNull()
        levels.append(count: 0)
        levels.append(count: 1)
        levels.append(elements: [false])
        levels.append(count: 4)
        let batch = ColumnBatch(
            .byteArray(ByteArrays(["a", "b", "a", "a", "", "c", "a"])), definitionLevels: levels.definitionLevels,
            repetitionLevels: levels.repetitionLevels)
        #expect(batch.rowCount == 6)
        let reader = try reader(fields, [batch], options: Self.layouts[layout])
        #expect(try reader.read(column: 0, rowGroup: 0) == batch)
        for start in 0..<6 {
            for end in start...6 {
                let part = try reader.read(column: 0, rowGroup: 0, rows: [start..<end])
                var expected = ColumnBatch(.byteArray(ByteArrays()), repetitionLevels: [])
                expected.append(batch, rows: [start..<end], of: column)
                #expect(part.values == expected.values)
                #expect(part.repetitionLevels == expected.repetitionLevels)
                #expect(definitionLevels(of: part, column) == definitionLevels(of: expected, column))
            }
        }
    }

    @Test func `reads several runs of rows out of many pages`() throws {
        let values = (0..<1000).map { Int64($0 * $0) }
        let reader = try reader(
            [.required("x", .int64)], [ColumnBatch(.int64(values))], options: options(pageRowLimit: 10))
        let rows = [0..<1, 5..<5, 9..<11, 500..<700, 999..<1000]
        let batch = try reader.read(column: 0, rowGroup: 0, rows: rows)
        #expect(batch.values.int64 == rows.flatMap { $0.map { values[$0] } })
    }

    @Test func `keeps a dictionary as indices where the reader asks for it`() throws {
        let values = ByteArrays((0..<100).map { "value \($0 % 3)" })
        let options = options(dictionary: .automatic(byteLimit: 1000), pageRowLimit: 30)
        let reader = try reader([.required("x", .string)], [ColumnBatch(.byteArray(values))], options: options)
        let whole = try reader.read(column: 0, rowGroup: 0, keepingDictionary: true)
        #expect(whole.values == .byteArray(ByteArrays(["value 0", "value 1", "value 2"])))
        #expect(whole.indices == (0..<100).map { UInt32($0 % 3) })
        let part = try reader.read(column: 0, rowGroup: 0, rows: [29..<32], keepingDictionary: true)
        #expect(part.indices == [2, 0, 1])
        // And what is written from indices reads as the values.
        let copy = try ParquetTests.reader([.required("x", .string)], [whole])
        #expect(try copy.read(column: 0, rowGroup: 0).values == .byteArray(values))
    }

    @Test func `writes a file without rows`() throws {
        let sink = MemorySink()
        var writer = try ParquetWriter(sink, schema: Schema([.optional("x", .string)]))
        try writer.appendRowGroup([ColumnBatch(.byteArray(ByteArrays()))])
        let metadata = try writer.finish()
        #expect(metadata.rowCount == 0)
        let reader = try ParquetReader(MemorySource(sink.bytes))
        #expect(reader.rowGroupCount == 0)
        #expect(reader.schema.columns.map(\.name) == ["x"])
    }

    @Test func `keeps key-values, row groups, sorting columns and their counts`() throws {
        let sink = MemorySink()
        var options = WriterOptions()
        options.sortingColumns = [SortingColumn(column: 0, isDescending: true)]
        var writer = try ParquetWriter(sink, schema: Schema([.required("x", .int32)]), options: options)
        for group in 0..<3 {
            try writer.appendRowGroup([ColumnBatch(.int32([Int32](repeating: Int32(group), count: group + 1)))])
        }
        let written = try writer.finish(keyValues: [KeyValue("a", "1"), KeyValue("b", nil), KeyValue("a", "2")])
        let reader = try ParquetReader(MemorySource(sink.bytes))
        #expect(reader.metadata == written)
        #expect(reader.metadata.rowCount == 6)
        #expect(reader.metadata.rowGroups.map(\.rowCount) == [1, 2, 3])
        #expect(reader.metadata.rowGroups[1].sortingColumns == options.sortingColumns)
        #expect(reader.value(forKey: "a") == "1")
        #expect(reader.metadata.keyValues.count == 3)
        #expect(try reader.read(column: 0, rowGroup: 2).values == .int32([2, 2, 2]))
    }

    @Test func `gives a value larger than a page its own`() throws {
        let large = String(repeating: "x", count: 3 << 20)
        let values = ByteArrays(["a", large, "b", large + "y"])
        let reader = try reader([.required("x", .string)], [ColumnBatch(.byteArray(values))], options: options())
        #expect(try reader.read(column: 0, rowGroup: 0).values == .byteArray(values))
        let pages = try #require(try reader.pages(column: 0, rowGroup: 0))
        #expect(pages.map(\.rows) == [0..<2, 2..<4])
        #expect(try reader.read(column: 0, rowGroup: 0, rows: [2..<3]).values == .byteArray(ByteArrays(["b"])))
        let bounds = try #require(try reader.bounds(column: 0, rowGroup: 0))
        #expect(bounds.maximum == .bytes(Array(String(repeating: "x", count: 63).utf8) + Array("y".utf8)))
    }
}
