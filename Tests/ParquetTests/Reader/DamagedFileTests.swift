import Testing

@testable import Parquet
import DaybookTesting

/// A reader that meets a damaged file throws a `ParquetError`; nothing else may happen.
@Suite struct DamagedFileTests {
    @Test func `refuses a file cut at every length`() throws {
        let whole = try sample(compression: .zstd(level: 1))
        for length in 0..<whole.count {
            #expect(throws: ParquetError.corruption("")) {
                _ = try ParquetReader(MemorySource(Array(whole[..<length])))
            }
        }
    }

    @Test func `finds every flipped bit of a page`() throws {
        let whole = try sample(compression: .zstd(level: 1))
        let reader = try ParquetReader(MemorySource(whole))
        let chunk = try reader.chunk(column: 2, rowGroup: 0).metadata
        let start = Int(chunk.dictionaryPageOffset ?? chunk.dataPageOffset)
        for offset in start..<start + Int(chunk.compressedByteCount) {
            for bit in 0..<8 {
                var damaged = whole
                damaged[offset] ^= 1 << UInt8(bit)
                let found: Bool
                do {
                    let batch = try ParquetReader(MemorySource(damaged)).read(column: 2, rowGroup: 0)
                    // A flip in a header may leave all that is read untouched, such as its unused statistics.
                    found = try batch == reader.read(column: 2, rowGroup: 0)
                } catch let error as ParquetError {
                    found = error.column == "s" && error.rowGroup == 0
                }
                #expect(found, "byte \(offset), bit \(bit)")
            }
        }
    }

    @Test(arguments: [Compression.none, .zstd(level: 1)])
    func `survives seeded damage of every kind`(compression: Compression) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let whole = try sample(compression: compression)
        var errorCount = 0
        for _ in 0..<4000 {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) { damage(&damaged, using: &generator) }
            do {
                try readEverything(damaged)
            } catch is ParquetError {
                errorCount += 1
            } catch {
                Issue.record("\(error), seed \(seed)")
            }
        }
        #expect(errorCount > 2000, "seed \(seed)")
    }

    @Test func `survives damaged pages whose checksum is right`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for dictionary in [ColumnOptions.DictionaryPolicy.never, .automatic(byteLimit: 1000)] {
            let whole = try sample(compression: .none, dictionary: dictionary)
            let reader = try ParquetReader(MemorySource(whole))
            for _ in 0..<3000 {
                let column = Int.random(in: reader.schema.columns.indices, using: &generator)
                let metadata = try reader.chunk(column: column, rowGroup: 0).metadata
                let start = Int(metadata.dictionaryPageOffset ?? metadata.dataPageOffset)
                var chunk = Array(whole[start..<start + Int(metadata.compressedByteCount)])
                damage(&chunk, using: &generator, keepsLength: true)
                // The decoder is given the pages as they are, past the checksum.
                var decoder = try PageDecoder(reader.schema.columns[column], .uncompressed, Limits())
                var batch = ColumnBatch(try ColumnValues(metadata.type))
                do {
                    try decode(chunk, &decoder, &batch)
                } catch is ParquetError {
                } catch {
                    Issue.record("\(error), seed \(seed)")
                }
            }
        }
    }

    @Test func `stops at announced sizes beyond its limits`() throws {
        let values = ByteArrays([String](repeating: String(repeating: "x", count: 1000), count: 1000))
        let bytes = try file(
            [.required("s", .string)], [ColumnBatch(.byteArray(values))],
            options: options(dictionary: .automatic(byteLimit: 1 << 20)))
        let changes: [(inout Limits) -> Void] = [
            { $0.pageByteCount = 100 }, { $0.pageValueCount = 100 }, { $0.columnValueCount = 100 },
            { $0.columnByteCount = 10_000 }, { $0.footerByteCount = 10 }, { $0.pageCount = 0 },
        ]
        for change in changes {
            var limits = Limits()
            change(&limits)
            #expect(throws: ParquetError.limitExceeded("")) {
                _ = try ParquetReader(MemorySource(bytes), limits: limits).read(column: 0, rowGroup: 0)
            }
        }
    }

    @Test func `refuses what is not there`() throws {
        let reader = try ParquetReader(MemorySource(sample(compression: .none)))
        let attempts: [(Int, Int, [Range<Int>]?)] = [
            (99, 0, nil), (-1, 0, nil), (0, 1, nil), (0, 0, [0..<100_000]), (0, 0, [5..<6, 0..<1]),
            (0, 0, [0..<5, 4..<6]),
        ]
        for (column, group, rows) in attempts {
            #expect(throws: ParquetError.outOfBounds("")) {
                _ = try reader.read(column: column, rowGroup: group, rows: rows)
            }
        }
    }

    @Test(arguments: ["", "PAR1", "PAR1PAR1", "PAR1\u{1}\u{0}\u{0}\u{0}PAR1", "not a Parquet file at all"])
    func `refuses what is no Parquet file`(text: String) {
        #expect(throws: ParquetError.corruption("")) { _ = try ParquetReader(MemorySource(Array(text.utf8))) }
    }

    @Test func `names the place of an error`() throws {
        var bytes = try sample(compression: .none)
        let reader = try ParquetReader(MemorySource(bytes))
        let metadata = try reader.chunk(column: 2, rowGroup: 0).metadata
        bytes[Int(metadata.dataPageOffset) + 60] ^= 1
        let damaged = try ParquetReader(MemorySource(bytes))
        let error = #expect(throws: ParquetError.self) { _ = try damaged.read(column: 2, rowGroup: 0) }
        #expect(error?.column == "s")
        #expect(error?.rowGroup == 0)
        #expect(error?.fileOffset == Int(metadata.dataPageOffset))
        #expect(
            error?.description.hasSuffix("(column s, row group 0, file offset \(metadata.dataPageOffset))") == true)
    }

    private func sample(
        compression: Compression, dictionary: ColumnOptions.DictionaryPolicy = .never
    ) throws -> [UInt8] {
        var options = options(dictionary: dictionary, compression: compression, pageRowLimit: 20)
        options.columns["s"] = options.standard
        options.columns["s"]?.bloomFilterFalsePositiveRate = 0.1
        options.columns["p"] = options.standard
        options.columns["p"]?.encoding = .deltaByteArray
        let fields: [Field] = [
            .required("i", .int64), .optional("b", .boolean), .optional("s", .string), .required("p", .string),
            .list("l", of: .int32, isOptional: true), .required("d", .double),
        ]
        let present = (0..<50).map { UInt8($0 % 4 == 0 ? 0 : 1) }
        let count = present.count { $0 == 1 }
        var levels = LevelBuilder(try Schema(fields).columns[4])
        for row in 0..<50 { row % 7 == 0 ? levels.appendNull() : levels.append(count: row % 4) }
        let elementCount = levels.definitionLevels.count { $0 == 2 }
        return try file(
            fields,
            [
                ColumnBatch(.int64((0..<50).map { $0 * $0 })),
                ColumnBatch(.boolean((0..<count).map { $0 % 3 == 0 }), definitionLevels: present),
                ColumnBatch(.byteArray(ByteArrays((0..<count).map { "s\($0 % 5)" })), definitionLevels: present),
                ColumnBatch(.byteArray(ByteArrays((0..<50).map { "common prefix \($0)" }))),
                ColumnBatch(
                    .int32((0..<Int32(elementCount)).map(\.self)), definitionLevels: levels.definitionLevels,
                    repetitionLevels: levels.repetitionLevels),
                ColumnBatch(.double((0..<50).map { Double($0) / 3 })),
            ], options: options)
    }

    private func damage(_ bytes: inout [UInt8], using generator: inout SeededGenerator, keepsLength: Bool = false) {
        let position = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<(keepsLength ? 3 : 5), using: &generator) {
        case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[position] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes[position] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
        case 3: bytes.remove(at: position)
        default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: position)
        }
    }

    private func readEverything(_ bytes: [UInt8]) throws {
        let reader = try ParquetReader(MemorySource(bytes))
        for group in 0..<reader.rowGroupCount {
            for column in reader.schema.columns.indices {
                _ = try reader.pages(column: column, rowGroup: group)
                _ = try reader.bounds(column: column, rowGroup: group)
                _ = try reader.bloomFilter(column: column, rowGroup: group)
                _ = try reader.mayContain(BloomKey("s1"), column: column, rowGroup: group)
                _ = try reader.read(column: column, rowGroup: group)
                let count = reader.rowCount(ofRowGroup: group)
                if count > 10 { _ = try reader.read(column: column, rowGroup: group, rows: [3..<5, 9..<10]) }
            }
        }
    }

    private func decode(_ chunk: [UInt8], _ decoder: inout PageDecoder, _ batch: inout ColumnBatch) throws {
        let bytes = chunk.rawSpan
        var position = 0
        while position < bytes.byteCount {
            var reader = ThriftReader(bytes.extracting(position..<bytes.byteCount))
            var header = try PageHeader(from: &reader)
            header.checksum = nil
            let start = position + reader.position
            let end = start + Int(header.compressedByteCount)
            guard end <= bytes.byteCount else { return }
            let page = Page(header: header, payload: bytes.extracting(start..<end))
            if header.type == .dictionary {
                try decoder.decodeDictionary(page)
            } else {
                try decoder.decodeData(page, into: &batch)
            }
            position = end
        }
    }
}
