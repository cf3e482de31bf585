import AccessLogGenerator
import DataService
import Foundation
import Logbook
import Logging
import SegmentStore

/// `measure-ingest FOLDER [COUNT] [BATCH]`: what of an import costs how much, without HTTP. One JSON object a line.
@main
struct MeasureIngest {
    let folder: String
    let count: Int
    let batchCount: Int
    let pool: [AccessRecord]
    let lines: [[UInt8]]

    private static let stream = Logbook.Stream.access(project: "p", cluster: "c")
    private static let chunkLineCount = 50

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 2, let count = Int(arguments.count > 2 ? arguments[2] : "400000"),
            let batchCount = Int(arguments.count > 3 ? arguments[3] : "4096"), count > 0, batchCount > 0
        else {
            try FileHandle.standardError.write(contentsOf: Data("usage: measure-ingest FOLDER [COUNT] [BATCH]\n".utf8))
            exit(64)
        }
        let measures = MeasureIngest(folder: arguments[1], count: count, batchCount: batchCount)
        try measures.read()
        try await measures.append()
        try await measures.importLines()
    }

    init(folder: String, count: Int, batchCount: Int) {
        self.folder = folder
        self.count = count
        self.batchCount = batchCount
        var generator = AccessLogGenerator(seed: 1)
        pool = (0..<min(count, 100_000)).map { _ in generator.next() }
        lines = pool.map { record in
            var writer = JSONWriter(reservingCapacity: 2_048)
            AccessLogRow(record, view: .provider).write(to: &writer)
            return writer.bytes
        }
    }

    /// JSON to records.
    func read() throws {
        let measurement = Measurement()
        var reader = AccessRecordReader(workspace: "default")
        var batch: [LogRecord] = []
        for index in 0..<count {
            let line = lines[index % lines.count]
            batch.append(.access(try reader.read(line.span)))
            if batch.count == batchCount { batch.removeAll(keepingCapacity: true) }
        }
        measurement.report("read", count: count)
    }

    /// Records to a store, each batch durable.
    func append() async throws {
        let store = try await open("append")
        let measurement = Measurement()
        for start in stride(from: 0, to: count, by: batchCount) {
            let batch = (start..<min(count, start + batchCount)).map { LogRecord.access(pool[$0 % pool.count]) }
            _ = try await store.append(batch, to: Self.stream, durability: .strict)
        }
        measurement.report("append", count: count)
        await store.close()
    }

    /// JSON to a store, each batch durable.
    func importLines() async throws {
        let store = try await open("import")
        let chunks = stride(from: 0, to: lines.count, by: Self.chunkLineCount).map { start in
            lines[start..<min(lines.count, start + Self.chunkLineCount)].reduce(into: [UInt8]()) { $0 += $1 + [0x0A] }
        }
        let measurement = Measurement()
        let summary = try await AccessImporter(store: store, stream: Self.stream, workspace: "default")
            .run(RepeatedChunks(chunks: chunks, count: max(1, count / Self.chunkLineCount)))
        measurement.report("import", count: summary.acceptedCount)
        await store.close()
    }

    private func open(_ name: String) async throws -> SegmentStore {
        try await SegmentStore.open(
            folder: "\(folder)/\(name)", logger: Logger(label: "measure") { _ in SwiftLogNoOpLogHandler() })
    }
}
