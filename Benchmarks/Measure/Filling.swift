import Foundation
import Logbook
import SegmentStore

/// Fills stores with records that are made while they are appended, and looks at the newest of them.
struct Filling {
    let folder: String
    var stream = Logbook.Stream.access(project: "p", cluster: "c")

    private static let batchCount = 4_096

    func fill(count: Int) async throws {
        let store = try await Stores.open(folder)
        let upkeep = Task { try await store.run() }
        var generator = AccessLogGenerator(seed: 1, count: count)
        var seconds = 0.0
        var done = 0
        while done < count {
            let batch = (0..<min(Self.batchCount, count - done)).map { _ in LogRecord.access(generator.next().record) }
            // Making records takes longer than keeping them; what the store does meanwhile is counted below.
            let measurement = Measurement()
            try await Stores.append(RecordBatch(batch), to: stream, of: store)
            seconds += measurement.wallSeconds
            done += batch.count
        }
        upkeep.cancel()
        try await upkeep.value
        _ = try await store.seal(.all)
        Report.write([
            "measure": "fill", "records": count, "seconds_in_append": seconds,
            "peak_memory_bytes": Report.peakMemoryByteCount,
        ])
        await store.close()
    }

    func newest() async throws {
        let opening = Measurement()
        let store = try await Stores.open(folder)
        let openingSeconds = opening.wallSeconds
        let query = LogQuery(stream: stream, filter: LogFilter(conditions: [.isRecord]), limit: 100)
        var times: [Double] = []
        var count = 0
        for _ in 0..<101 {
            let measurement = Measurement()
            count = try await store.scan(query).records.count
            times.append(measurement.wallSeconds)
        }
        times.removeFirst()
        Report.write([
            "measure": "newest", "rows": count, "open_ms": openingSeconds * 1_000,
            "median_ms": times.sorted()[times.count / 2] * 1_000,
        ])
        await store.close()
    }

    func fillJournal(byteCount: Int) async throws {
        var options = StoreOptions()
        options.openByteCount = 4 << 30
        options.waitingByteCount = 1 << 30
        let store = try await Stores.open(folder, options: options)
        var generator = AccessLogGenerator(seed: 1, count: 1_000_000)
        var count = 0
        while store.health().openByteCount < byteCount {
            let batch = (0..<Self.batchCount).map { _ in LogRecord.access(generator.next().record) }
            _ = try await store.append(batch, to: stream, durability: .strict)
            count += batch.count
        }
        Report.write(["measure": "journal", "records": count, "open_bytes": store.health().openByteCount])
        kill(getpid(), SIGKILL)
    }
}
