import DaybookTesting
import Logbook
import Parquet
import Testing

@testable import SegmentStore

/// What memory and journal hold of a batch gives the batch back.
struct PackedRunTests {
    private func roundTrip(_ run: PackedRun) throws -> PackedRun {
        var bytes: [UInt8] = []
        run.encodeRecords(into: &bytes)
        var reader = ByteReader(bytes)
        let found = try PackedRun(run.extent, from: &reader, of: bytes)
        try reader.finish()
        return found
    }

    @Test(arguments: [1, 3, 40, 5_000])
    func `a batch comes back as it was, packed or not`(count: Int) throws {
        var generator = SeededGenerator(seed: UInt64(count))
        let records = (0..<count).map { _ in LogRecord.access(.random(using: &generator)) }
        let batch = RecordBatch(records)
        let run = try PackedRun(batch).numbered(from: 9)
        #expect(run.extent.sequences == 9...(8 + UInt64(count)))
        #expect(run.extent.times == batch.times && run.extent.textByteCount == batch.textByteCount)
        #expect(run.kinds == RecordKinds(.access))
        for run in [run, try roundTrip(run)] {
            #expect(try run.unpacked().bytes == batch.bytes)
            #expect(try run.unpacked().extent == run.extent)
        }
    }

    @Test func `what repeats takes a fraction, what is small stays as it is`() throws {
        let records = (0..<1_000).map { LogRecord.access(.sample(sequence: $0)) }
        let many = try PackedRun(RecordBatch(records))
        #expect(many.packing == .shapes && many.bytes.count * 8 < many.recordByteCount * 3)
        var generator = SeededGenerator(seed: 6)
        let event = AuditEvent.random(using: &generator)
        #expect(try PackedRun(RecordBatch([LogRecord](repeating: .audit(event), count: 2_000))).packing == .zstd)
        let one = try PackedRun(RecordBatch(Array(records.prefix(1))))
        #expect(one.packing == .plain && one.bytes.count == one.recordByteCount)
    }

    @Test func `what does not get smaller stays as it is`() throws {
        var generator = SeededGenerator(seed: 4)
        var record = AccessRecord.sample(sequence: 1)
        record.detail = .text(
            String(
                String.UnicodeScalarView(
                    (0..<100_000).compactMap { _ in
                        Unicode.Scalar(UInt32.random(in: 0x4E00..<0x9FFF, using: &generator))
                    })))
        let run = try PackedRun(RecordBatch([.access(record)]))
        #expect(run.recordByteCount > Limits.packedByteCount)
        #expect(try run.unpacked().records().map(\.record) == [.access(record)])
    }

    @Test func `the kinds of all records are told`() throws {
        let window = LossWindow(
            start: Timestamp(milliseconds: 1), end: Timestamp(milliseconds: 2), maximumCount: 3,
            reason: .journalFailure, lineByteCount: 0)
        var generator = SeededGenerator(seed: 3)
        let run = try PackedRun(RecordBatch([.loss(window), .audit(.random(using: &generator))]))
        #expect(run.kinds == [RecordKinds(.loss), RecordKinds(.audit)])
        #expect(try PackedRun(RecordBatch([.access(.sample(sequence: 1))])).kinds == RecordKinds(.access))
    }

    @Test func `records that were packed as one zstd frame are still read`() throws {
        let batch = RecordBatch((0..<1_000).map { .access(.sample(sequence: $0)) })
        var bytes: [UInt8] = [batch.kinds.rawValue, 1]
        bytes.append(varint: batch.bytes.count)
        bytes += try ZstdCompressor.frame(of: batch.bytes, level: 1)
        var reader = ByteReader(bytes)
        let run = try PackedRun(PackedRun(batch).extent, from: &reader, of: bytes)
        #expect(try run.packing == .zstd && run.unpacked().bytes == batch.bytes)
    }

    @Test(arguments: [200, 1_000])
    func `damaged bytes are refused and never trap`(count: Int) throws {
        let run = try PackedRun(RecordBatch((0..<Int64(count)).map { .access(.sample(sequence: $0)) }))
        var bytes: [UInt8] = []
        run.encodeRecords(into: &bytes)
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            var damaged = bytes
            damaged[Int.random(in: 0..<min(600, bytes.count), using: &generator)] ^=
                1 << UInt8.random(in: 0..<8, using: &generator)
            var reader = ByteReader(damaged)
            guard let found = try? PackedRun(run.extent, from: &reader, of: damaged) else { continue }
            _ = try? found.unpacked().records()
        }
        for end in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 5_000)) {
            var reader = ByteReader(bytes, in: 0..<end)
            guard let found = try? PackedRun(run.extent, from: &reader, of: bytes) else { continue }
            #expect(throws: (any Error).self) { try found.unpacked().records() }
        }
    }
}
