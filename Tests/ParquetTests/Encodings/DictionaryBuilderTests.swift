import Testing

@testable import Parquet

@Suite struct DictionaryBuilderTests {
    @Test func `lists distinct values in the order in which they come`() throws {
        let values = ByteArrays(["b", "a", "b", "", "a", "c", ""])
        let built = try #require(DictionaryBuilder.build(.byteArray(values), byteLimit: 1000))
        #expect(built.dictionary == .byteArray(ByteArrays(["b", "a", "", "c"])))
        #expect(built.indices == [0, 1, 0, 2, 1, 3, 2])
    }

    @Test func `stays right while its table grows`() throws {
        let values = (0..<50_000).map { Int64($0 % 10_007) &* 0x9E37_79B9 }
        let built = try #require(DictionaryBuilder.build(.int64(values), byteLimit: 1 << 20))
        #expect(built.dictionary.count == 10_007)
        #expect(built.indices.map { built.dictionary.int64[Int($0)] } == values)
    }

    @Test func `tells doubles apart by their bits`() throws {
        let values = [0.0, -0.0, .nan, .nan, 0.0]
        let built = try #require(DictionaryBuilder.build(.double(values), byteLimit: 1000))
        #expect(built.indices == [0, 1, 2, 2, 0])
    }

    @Test func `gives up when the entries take more than the limit`() {
        let values = ByteArrays((0..<1000).map { "value \($0)" })
        #expect(DictionaryBuilder.build(.byteArray(values), byteLimit: 5000) == nil)
    }

    @Test func `gives up early where nearly every value is new`() {
        #expect(DictionaryBuilder.build(.int64(Array(0..<40_000)), byteLimit: 1 << 30) == nil)
    }
}
