import Testing

@testable import Parquet

@Suite struct StatisticsTests {
    @Test func `bounds each page and the chunk, nulls and NaN left out`() throws {
        let values: [Double] = [3, .nan, -1, 2, 0, 0]
        let levels: [UInt8] = [1, 1, 1, 0, 0, 1, 1, 1]
        let reader = try reader(
            [.optional("x", .double)], [ColumnBatch(.double(values), definitionLevels: levels)],
            options: options(pageRowLimit: 2))
        let pages = try #require(try reader.pages(column: 0, rowGroup: 0))
        #expect(pages.map(\.nullCount) == [0, 1, 1, 0])
        #expect(pages.map(\.minimum) == [.double(3), .double(-1), .double(2), .double(-0.0)])
        #expect(pages.map(\.maximum) == [.double(3), .double(-1), .double(2), .double(0)])
        let statistics = try #require(try reader.chunk(column: 0, rowGroup: 0).metadata.statistics)
        #expect(statistics.nullCount == 2)
        #expect(statistics.nanCount == 1)
        let bounds = try #require(try reader.bounds(column: 0, rowGroup: 0))
        #expect(bounds == (.double(-1), .double(3)))
    }

    @Test func `writes no column index where a page has NaN alone`() throws {
        let reader = try reader(
            [.required("x", .double)], [ColumnBatch(.double([1, .nan, 2]))], options: options(pageRowLimit: 1))
        #expect(try reader.columnIndex(column: 0, rowGroup: 0) == nil)
        #expect(try reader.offsetIndex(column: 0, rowGroup: 0)?.pages.count == 3)
        #expect(try reader.bounds(column: 0, rowGroup: 0)?.maximum == .double(2))
    }

    @Test func `compares unsigned integers as such`() throws {
        let reader = try reader([.required("x", .uint32)], [ColumnBatch(.int32([5, -1, 7]))])
        let bounds = try #require(try reader.bounds(column: 0, rowGroup: 0))
        #expect(bounds == (.int32(5), .int32(-1)))
    }

    @Test func `marks pages of nulls alone`() throws {
        let reader = try reader(
            [.optional("x", .string)],
            [ColumnBatch(.byteArray(ByteArrays(["b", "a"])), definitionLevels: [0, 0, 1, 1, 0, 0])],
            options: options(pageRowLimit: 2))
        let pages = try #require(try reader.pages(column: 0, rowGroup: 0))
        #expect(pages.map(\.isNull) == [true, false, true])
        #expect(pages[0].minimum == nil)
        #expect(pages[1].minimum == .bytes([0x61]))
    }

    @Test(arguments: [
        ([1, 2, 2, 3], ColumnIndex.BoundaryOrder.ascending), ([3, 2, 2, 1], .descending), ([1, 3, 2, 4], .unordered),
    ])
    func `says in which order the pages' bounds run`(values: [Int64], order: ColumnIndex.BoundaryOrder) throws {
        let reader = try reader(
            [.required("x", .int64)], [ColumnBatch(.int64(values))], options: options(pageRowLimit: 1))
        #expect(try reader.columnIndex(column: 0, rowGroup: 0)?.boundaryOrder == order)
    }

    @Test func `bounds a page by the dictionary entries that it uses`() throws {
        let batch = ColumnBatch(.int64([50, 10, 40, 20, 30]), indices: [0, 2, 0, 1, 3, 3, 4, 2, 4])
        let reader = try reader([.required("x", .int64)], [batch], options: options(pageRowLimit: 3))
        let pages = try #require(try reader.pages(column: 0, rowGroup: 0))
        #expect(pages.map(\.minimum) == [.int64(40), .int64(10), .int64(30)])
        #expect(pages.map(\.maximum) == [.int64(50), .int64(20), .int64(40)])
    }

    @Test func `writes as much as was asked for`() throws {
        var options = options()
        options.standard.statistics = .none
        let none = try reader([.required("x", .int64)], [ColumnBatch(.int64([1]))], options: options)
        #expect(try none.chunk(column: 0, rowGroup: 0).metadata.statistics == nil)
        options.standard.statistics = .chunk
        let chunk = try reader([.required("x", .int64)], [ColumnBatch(.int64([1]))], options: options)
        #expect(try chunk.bounds(column: 0, rowGroup: 0)?.minimum == .int64(1))
        #expect(try chunk.columnIndex(column: 0, rowGroup: 0) == nil)
    }

    @Test(arguments: [ColumnOptions.DictionaryPolicy.never, .automatic(byteLimit: 1 << 20)])
    func `finds values through the bloom filter`(dictionary: ColumnOptions.DictionaryPolicy) throws {
        var options = options(dictionary: dictionary)
        options.columns["s"] = options.standard
        options.columns["s"]?.bloomFilterFalsePositiveRate = 0.01
        let values = ByteArrays((0..<500).map { "id-\($0 % 100)" })
        let reader = try reader(
            [.required("s", .string), .required("n", .int32)],
            [ColumnBatch(.byteArray(values)), ColumnBatch(.int32(Array(0..<500)))], options: options)
        let filter = try #require(try reader.bloomFilter(column: 0, rowGroup: 0))
        let keys = (0..<1100).map { BloomKey("id-\($0)") }
        #expect(keys[..<100].allSatisfy { filter.mayContain($0) })
        #expect(keys[100...].count { filter.mayContain($0) } < 50)
        // One block read by itself says the same as the whole filter.
        for key in keys {
            #expect(try reader.mayContain(key, column: 0, rowGroup: 0) == filter.mayContain(key))
        }
        #expect(try reader.bloomFilter(column: 1, rowGroup: 0) == nil)
        #expect(try reader.mayContain(keys[0], column: 1, rowGroup: 0) == nil)
    }
}
