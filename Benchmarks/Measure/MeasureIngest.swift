import DataService
import Foundation
import Logbook
import SegmentStore

/// What of an import costs how much, without HTTP: JSON to the binary form of records, records to it, records to a
/// store, JSON to a store. Batches of 4,096 records, each durable before the next; the store seals as it goes, and to
/// the end. Records are appended by as many producers as there are cores to run on, each of which waits for its own
/// batches.
struct MeasureIngest {
    let folder: String
    let count: Int
    private let pool: [HeldRecord]

    private static let stream = Logbook.Stream.access(project: "p", cluster: "c")
    private static let chunkLineCount = 50
    private static let batchCount = 4_096
    /// Records that come again and again, so that little memory is theirs.
    private static let poolCount = 16_384

    init(folder: String, count: Int) {
        self.folder = folder
        self.count = count
        var generator = AccessLogGenerator(seed: 1, count: count)
        pool = (0..<min(count, Self.poolCount)).map { _ in HeldRecord(.access(generator.next().record)) }
    }

    /// The pool as lines of JSON.
    private func lines() -> [[UInt8]] {
        pool.map { held in
            guard case .access(let record) = held.record else { return [] }
            var writer = JSONWriter(reservingCapacity: 2_048)
            AccessLogRow(record, view: .provider).write(to: &writer)
            return writer.bytes
        }
    }

    func run(_ measures: [String]) async throws {
        for measure in measures {
            switch measure {
            case "read": try read()
            case "encode": encode()
            case "append": try await append()
            case "import": try await importLines()
            default: exit(64)
            }
        }
    }

    private func read() throws {
        let lines = lines()
        let measurement = Measurement()
        var reader = AccessRecordReader(workspace: "default")
        var batch = RecordBatchBuilder(reservingCapacity: 4 << 20)
        for index in 0..<count {
            let line = lines[index % lines.count]
            try reader.read(line.span, into: &batch)
            if batch.count == Self.batchCount { _ = batch.take() }
        }
        measurement.report("read", count: count)
    }

    private func encode() {
        let measurement = Measurement()
        var batch = RecordBatchBuilder(reservingCapacity: 4 << 20)
        for start in stride(from: 0, to: count, by: Self.batchCount) {
            fill(&batch, start..<min(count, start + Self.batchCount))
            _ = batch.take()
        }
        measurement.report("encode", count: count)
    }

    private func append() async throws {
        let producerCount = ProcessInfo.processInfo.activeProcessorCount
        try await Stores.measure("append", in: folder) { store in
            try await withThrowingTaskGroup { group in
                for producer in 0..<producerCount {
                    group.addTask { try await append(each: producerCount, from: producer, to: store) }
                }
                try await group.waitForAll()
            }
            return count
        }
    }

    /// What one producer appends: one batch in so many, each durable before its next.
    private func append(each step: Int, from first: Int, to store: SegmentStore) async throws {
        var batch = RecordBatchBuilder(reservingCapacity: 4 << 20)
        for start in stride(from: first * Self.batchCount, to: count, by: step * Self.batchCount) {
            fill(&batch, start..<min(count, start + Self.batchCount))
            try await Stores.append(batch.take(), to: Self.stream, of: store)
        }
    }

    /// Puts records into their binary form. Lent ones, as what makes records has them at hand.
    private func fill(_ batch: inout RecordBatchBuilder, _ range: Range<Int>) {
        for index in range {
            pool[index % pool.count].append(to: &batch)
        }
    }

    private func importLines() async throws {
        let lines = lines()
        let chunks = stride(from: 0, to: lines.count, by: Self.chunkLineCount).map { start in
            lines[start..<min(lines.count, start + Self.chunkLineCount)].reduce(into: [UInt8]()) { $0 += $1 + [0x0A] }
        }
        try await Stores.measure("import", in: folder) { store in
            try await AccessImporter(store: store, stream: Self.stream, workspace: "default")
                .run(RepeatedChunks(chunks: chunks, count: max(1, count / Self.chunkLineCount))).acceptedCount
        }
    }
}

/// A record that stays where it is while it is appended. One that is read from an array is copied first, with all that
/// it refers to, which whoever makes records does not do.
private final class HeldRecord: Sendable {
    let record: LogRecord

    init(_ record: LogRecord) {
        self.record = record
    }

    @inline(never)
    func append(to batch: inout RecordBatchBuilder) {
        batch.append(record)
    }
}
