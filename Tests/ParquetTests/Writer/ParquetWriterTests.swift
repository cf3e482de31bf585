import Testing

@testable import Parquet

@Suite struct ParquetWriterTests {
    @Test func `refuses batches that do not fit their column`() throws {
        let list: [Field] = [.list("x", of: .int32)]
        let cases: [([Field], ColumnBatch)] = [
            ([.required("x", .int32)], ColumnBatch(.int64([1]))),
            ([.required("x", .int32)], ColumnBatch(.int32([1]), definitionLevels: [1])),
            ([.optional("x", .int32)], ColumnBatch(.int32([1]), definitionLevels: [0])),
            ([.optional("x", .int32)], ColumnBatch(.int32([1]), definitionLevels: [2])),
            ([.optional("x", .int32)], ColumnBatch(.int32([1]), repetitionLevels: [0])),
            ([.required("x", .int32)], ColumnBatch(.int32([1]), indices: [1])),
            (list, ColumnBatch(.int32([1]))),
            (list, ColumnBatch(.int32([1]), definitionLevels: [1], repetitionLevels: [1])),
            (list, ColumnBatch(.int32([1]), definitionLevels: [1], repetitionLevels: [0, 0])),
            (list, ColumnBatch(.int32([1]), definitionLevels: [1, 0], repetitionLevels: [0, 1])),
            (list, ColumnBatch(.int32([1, 2]), definitionLevels: [1, 1], repetitionLevels: [0, 2])),
        ]
        for (fields, batch) in cases {
            #expect(throws: ParquetError.invalidInput("")) {
                var writer = try ParquetWriter(MemorySink(), schema: Schema(fields))
                try writer.appendRowGroup(rowCount: 1) { _ in batch }
            }
        }
    }

    @Test func `refuses columns of different lengths, and names the one at fault`() throws {
        let fields: [Field] = [.required("x", .int32), .required("y", .int32)]
        let error = #expect(throws: ParquetError.self) {
            _ = try file(fields, [ColumnBatch(.int32([1, 2])), ColumnBatch(.int32([1]))])
        }
        #expect(error?.code == .invalidInput)
        #expect(error?.column == "y")
    }

    @Test func `refuses options for columns that are not there and encodings that do not fit`() throws {
        let fields: [Field] = [.required("x", .int32)]
        var named = WriterOptions()
        named.columns["y"] = ColumnOptions()
        var sorted = WriterOptions()
        sorted.sortingColumns = [SortingColumn(column: 1)]
        for options in [named, sorted, options(.deltaByteArray), options(.rleDictionary)] {
            #expect(throws: ParquetError.invalidInput("")) {
                _ = try ParquetWriter(MemorySink(), schema: Schema(fields), options: options)
            }
        }
        var filtered = WriterOptions()
        filtered.standard.bloomFilterFalsePositiveRate = 1
        #expect(throws: ParquetError.invalidInput("")) {
            _ = try file(fields, [ColumnBatch(.int32([1]))], options: filtered)
        }
    }

    @Test func `passes an error of the sink on`() throws {
        struct Full: Error {}
        final class FullSink: ByteSink {
            var left = 100
            func append(_ bytes: RawSpan) throws {
                left -= bytes.byteCount
                if left < 0 { throw Full() }
            }
        }
        #expect(throws: Full.self) {
            var writer = try ParquetWriter(FullSink(), schema: Schema([.required("x", .int32)]), options: options())
            try writer.appendRowGroup([ColumnBatch(.int32((0..<1000).map { $0 &* 7919 &* $0 }))])
        }
    }

    @Test func `asks for one column after the other, and reports the bytes it wrote`() throws {
        let sink = MemorySink()
        var writer = try ParquetWriter(sink, schema: Schema([.required("x", .int32), .required("y", .double)]))
        var asked: [Int] = []
        try writer.appendRowGroup(rowCount: 2) { column in
            asked.append(column)
            return ColumnBatch(column == 0 ? .int32([1, 2]) : .double([1, 2]))
        }
        #expect(asked == [0, 1])
        #expect(writer.byteCount == sink.bytes.count)
        _ = try writer.finish()
    }

    @Test func `falls back to deltas where a dictionary does not pay`() throws {
        let rising = ColumnBatch(.int64(Array(0..<5000)))
        let options = options(dictionary: .automatic(byteLimit: 1 << 20))
        let deltas = try reader([.required("x", .int64)], [rising], options: options)
        #expect(deltas.metadata.rowGroups[0].columns[0].metadata.encodings == [.deltaBinaryPacked])
        let few = ColumnBatch(.int64((0..<5000).map { $0 % 5 == 0 ? 1 << 60 : -($0 % 3) }))
        let dictionary = try reader([.required("x", .int64)], [few], options: options)
        #expect(dictionary.metadata.rowGroups[0].columns[0].metadata.encodings == [.plain, .rleDictionary])
    }
}
