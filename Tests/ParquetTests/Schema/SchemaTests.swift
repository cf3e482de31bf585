import Testing

@testable import Parquet

@Suite struct SchemaTests {
    @Test func `gives each column the levels of its kind`() throws {
        let schema = try Schema([
            .required("a", .int64), .optional("b", .string), .list("c", of: .int32),
            .list("d", of: .int32, isOptional: true, elementIsOptional: true),
        ])
        #expect(schema.columns.map(\.name) == ["a", "b", "c.list.element", "d.list.element"])
        #expect(schema.columns.map(\.maximumDefinitionLevel) == [0, 1, 1, 3])
        #expect(schema.columns.map(\.maximumRepetitionLevel) == [0, 0, 1, 1])
        #expect(schema.columns.map(\.elementDefinitionLevel) == [0, 0, 1, 2])
        #expect(schema.column(named: "d") == 3)
        #expect(schema.column(named: "list") == nil)
    }

    @Test func `refuses names that are empty or given twice, and files without columns`() {
        #expect(throws: ParquetError.invalidInput("")) { _ = try Schema([]) }
        #expect(throws: ParquetError.invalidInput("")) { _ = try Schema([.required("", .int32)]) }
        #expect(throws: ParquetError.invalidInput("")) {
            _ = try Schema([.required("a", .int32), .optional("a", .int64)])
        }
    }

    @Test func `refuses logical types that the physical type cannot carry`() {
        #expect(throws: ParquetError.invalidInput("")) { _ = try ColumnType(.int32, .string) }
        #expect(throws: ParquetError.invalidInput("")) {
            _ = try ColumnType(.int64, .integer(bitWidth: 8, isSigned: true))
        }
        #expect(throws: ParquetError.unsupported("")) { _ = try ColumnType(PhysicalType(rawValue: 3)) }
    }

    @Test func `flattens groups of a foreign file into columns`() throws {
        let schema = try Schema(elements: [
            SchemaElement(name: "root", childCount: 2),
            SchemaElement(name: "outer", repetition: .optional, childCount: 2),
            SchemaElement(name: "x", type: .int32, repetition: .required),
            SchemaElement(name: "y", type: .byteArray, repetition: .repeated),
            SchemaElement(name: "z", type: .double, repetition: .optional),
        ])
        #expect(schema.columns.map(\.name) == ["outer.x", "outer.y", "z"])
        #expect(schema.columns.map(\.maximumDefinitionLevel) == [1, 2, 1])
        #expect(schema.columns.map(\.maximumRepetitionLevel) == [0, 1, 0])
    }

    @Test func `refuses trees that end early, go on or nest without end`() {
        let leaf = SchemaElement(name: "x", type: .int32, repetition: .required)
        let group = SchemaElement(name: "g", repetition: .optional, childCount: 1)
        let root = SchemaElement(name: "root", childCount: 1)
        for elements in [[], [leaf], [root], [root, group], [root, leaf, leaf]] {
            #expect(throws: ParquetError.corruption("")) { _ = try Schema(elements: elements) }
        }
        #expect(throws: ParquetError.unsupported("")) {
            _ = try Schema(elements: [root] + [SchemaElement](repeating: group, count: 300) + [leaf])
        }
        #expect(throws: ParquetError.limitExceeded("")) {
            _ = try Schema(elements: [SchemaElement](repeating: leaf, count: 100_000))
        }
    }
}
