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

    @Test func `a row group can have pages of its own length`() throws {
        let sink = MemorySink()
        var writer = try ParquetWriter(
            sink, schema: Schema([.required("x", .int32)]), options: options(pageRowLimit: 40))
        let column = ColumnBatch(.int32((0..<100).map { $0 }))
        try writer.appendRowGroup([column])
        try writer.appendRowGroup(rowCount: 100, pageRowLimit: 25) { _ in column }
        try writer.appendRowGroup([column])
        _ = try writer.finish()
        let reader = try ParquetReader(MemorySource(sink.bytes))
        let pages = try (0..<3).map { try reader.pages(column: 0, rowGroup: $0)?.map(\.rows) }
        #expect(
            pages == [
                [0..<40, 40..<80, 80..<100], [0..<25, 25..<50, 50..<75, 75..<100], [0..<40, 40..<80, 80..<100],
            ])
    }

    @Test func `a bloom filter knows further keys where it is asked to`() throws {
        let fields: [Field] = [.required("x", .string), .required("y", .string)]
        var options = options()
        options.columns["x"] = ColumnOptions()
        options.columns["x"]?.bloomFilterFalsePositiveRate = 0.0001
        let sink = MemorySink()
        var writer = try ParquetWriter(sink, schema: Schema(fields), options: options)
        var asked: [Int] = []
        try writer.appendRowGroup(
            rowCount: 1,
            bloomKeys: { column in
                asked.append(column)
                return (0..<50).map { BloomKey("word \($0)") }
            },
            column: { _ in ColumnBatch(.byteArray(ByteArrays(["the whole"]))) })
        _ = try writer.finish()
        #expect(asked == [0])
        let reader = try ParquetReader(MemorySource(sink.bytes))
        for word in (0..<50).map({ "word \($0)" }) + ["the whole"] {
            #expect(try reader.mayContain(BloomKey(word), column: 0, rowGroup: 0) == true)
        }
        let others = try (0..<200).filter {
            try reader.mayContain(BloomKey("other \($0)"), column: 0, rowGroup: 0) == true
        }
        #expect(others.count < 5)
        #expect(try reader.mayContain(BloomKey("word 1"), column: 1, rowGroup: 0) == nil)
    }

    @Test func `bytes of the caller's own stand right before the footer that they were told`() throws {
        let sink = MemorySink()
        var writer = try ParquetWriter(sink, schema: Schema([.required("x", .int32)]), options: options())
        try writer.appendRowGroup([ColumnBatch(.int32([1, 2, 3]))])
        var footer: [UInt8] = []
        _ = try writer.finish { bytes in
            footer = bytes
            return Array("own bytes".utf8)
        }
        let tail = Array("own bytes".utf8) + footer
        #expect(!footer.isEmpty)
        #expect(sink.bytes.dropLast(8).suffix(tail.count).elementsEqual(tail))
        #expect(try ParquetReader(MemorySource(sink.bytes)).metadata.rowCount == 3)
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
