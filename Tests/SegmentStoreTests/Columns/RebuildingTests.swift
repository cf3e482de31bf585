import DaybookTesting
import Logbook
import Testing

@testable import SegmentStore

/// Records go into columns and come back byte by byte as they were.
struct RebuildingTests {
    /// Seals the records of one stream, reads them back, and compares all of them, and some of them alone.
    private func check(_ records: [LogRecord], of stream: Logbook.Stream, _ comment: Comment? = nil) throws {
        let disk = CrashingFileSystem(seed: 1)
        let file = try disk.open("/segment", .create)
        let packed = try PackedRun(RecordBatch(records)).numbered(from: 7)
        let run = try packed.unpacked()
        var generator = SeededGenerator(seed: UInt64(records.count))
        let shape = generator.chance(0.5) ? SegmentStoreUnderTest.smallShape : .standard
        let facts = try SegmentWriter.write([packed], of: stream, closedMilliseconds: 5, shape: shape, to: file)
        #expect(try file.byteCount() == facts.fileByteCount, comment)
        #expect(try file.fingerprint() == facts.fileFingerprint, comment)
        #expect(facts.extent == run.extent, comment)

        let reader = try SegmentReader(file: file)
        #expect(reader.metadata.stream == stream, comment)
        var bytes: [UInt8] = []
        for block in reader.blocks.indices {
            bytes += try reader.run(of: block).bytes
        }
        if bytes != run.bytes {
            let found = try RecordRun(extent: facts.extent, bytes: bytes).records()
            for (record, original) in zip(found, records) where record.record != original {
                Issue.record("\(comment.map { "\($0)" } ?? ""): \(original) came back as \(record.record)")
                return
            }
            Issue.record(comment)
        }
        let count = reader.blocks[0].count
        let start = Int.random(in: 0..<count, using: &generator)
        let end = Int.random(in: start..<count, using: &generator) + 1
        let some = try OpenSegment(reader).records(of: 0, rows: Array(start..<end))
        // By their bytes, as a value that is not a number is not equal to itself.
        let isSame = some.map { RecordEncoding.encode($0.record) } == records[start..<end].map(RecordEncoding.encode)
        #expect(isSame, comment)
        #expect(some.first?.sequence == 7 + UInt64(start), comment)
    }

    private let access = Logbook.Stream.access(project: "p", cluster: "c")
    private let audit = Logbook.Stream.audit(project: "p", instance: "i", node: "n")

    @Test(arguments: 0..<150)
    func `whatever the records are, they come back`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let records = (0..<Int.random(in: 1...60, using: &generator)).map { _ -> LogRecord in
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: .audit(.random(using: &generator))
            case 1:
                .loss(
                    LossWindow(
                        start: .random(using: &generator), end: .random(using: &generator),
                        maximumCount: generator.next(), reason: .journalFailure,
                        lineByteCount: Int.random(in: 0...500, using: &generator)))
            default: .access(.random(using: &generator))
            }
        }
        try check(records, of: access, "seed \(seed)")
        try check(records, of: audit, "seed \(seed)")
    }

    @Test(arguments: 0..<60)
    func `records of a few shapes with hostile values come back`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let shapes = (0..<4).map { _ in HostileShape(using: &generator) }
        let records = (0..<300).map { _ in
            LogRecord.access((shapes.randomElement(using: &generator) ?? shapes[0]).record(using: &generator))
        }
        try check(records, of: access, "seed \(seed)")
    }

    @Test(arguments: 0..<40)
    func `commands with hostile arguments come back`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let records = (0..<200).map { _ in
            var event = AuditEvent.random(using: &generator)
            event.arguments = HostileShape.arguments(using: &generator)
            return LogRecord.audit(event)
        }
        try check(records, of: audit, "seed \(seed)")
    }

    @Test(arguments: 0..<10)
    func `integers of statements come back, be they few or many`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let few = (0..<40).map { _ in Int64.random(in: .min ... .max, using: &generator) } + [0, -1, .min, .max]
        let records = (0..<400).map { row in
            var record = AccessRecord.sample(sequence: Int64(row))
            let value = few.randomElement(using: &generator) ?? 0
            let many = Int64.random(in: .min ... .max, using: &generator)
            // The second slot has few values at first; the third one shares the parameter's slot now and then.
            let values = [value, row < 200 ? Int64(row % 3) : many, few[row % 3]]
            record.detail = .parts(
                AccessDetail(
                    parameters: .init(query: [.init(name: "p", value: generator.chance(0.5) ? "\(few[row % 3])" : "x")]
                    ),
                    statement: .init(
                        fragments: ["SELECT ", " + ", " + ", ""], values: values.map { .integer($0) })))
            return LogRecord.access(record)
        }
        try check(records, of: access, "seed \(seed)")
    }

    @Test
    func `bodies of ten megabytes and texts of many slots come back`() throws {
        var record = AccessRecord.sample(sequence: 1)
        let words = (0..<1_000).map { "w\($0)" }.joined(separator: " ")
        record.detail = .parts(
            AccessDetail(parameters: .init(body: String(repeating: "十 0 \u{1}", count: 1 << 20)), statement: nil))
        var many = record
        many.detail = .parts(
            AccessDetail(
                parameters: .init(query: (0..<70).map { .init(name: "p\($0)", value: "\($0)") }, body: words)))
        var foreign = record
        foreign.detail = .text(words)
        try check(
            [.access(record), .access(many), .access(foreign), .access(record)] + (0..<20).map { _ in .access(many) },
            of: access)
    }

    @Test
    func `more records than a row group holds make several of one size`() throws {
        let records = (0..<70_000).map { LogRecord.access(.sample(sequence: $0)) }
        let disk = CrashingFileSystem(seed: 1)
        let file = try disk.open("/segment", .create)
        _ = try SegmentWriter.write([PackedRun(RecordBatch(records))], of: access, closedMilliseconds: 5, to: file)
        let reader = try SegmentReader(file: file)
        #expect(reader.blocks.map(\.count) == [35_000, 35_000])
        #expect(try OpenSegment(reader).records(of: 1, rows: [0]).first?.record == records[35_000])
    }
}
