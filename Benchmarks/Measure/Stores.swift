import Foundation
import Logbook
import Logging
import SegmentStore

enum Stores {
    static func open(_ folder: String, options: StoreOptions = StoreOptions()) async throws -> SegmentStore {
        var options = options
        options.sealerCount = min(options.sealerCount, ProcessInfo.processInfo.activeProcessorCount)
        return try await SegmentStore.open(
            folder: folder, options: options, logger: Logger(label: "measure") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Measures work on a new store, which seals meanwhile and in the end.
    ///
    /// - Parameter work: returns how many records it has kept.
    static func measure(
        _ name: String, in folder: String, _ work: (SegmentStore) async throws -> Int
    ) async throws {
        let store = try await open("\(folder)/\(name)")
        let upkeep = Task { try await store.run() }
        let measurement = Measurement()
        let count = try await work(store)
        _ = try await store.seal(.all)
        measurement.report(name, count: count)
        upkeep.cancel()
        try await upkeep.value
        await store.close()
    }

    /// A store that has no room for the moment is asked again.
    static func append(_ batch: RecordBatch, to stream: Logbook.Stream, of store: SegmentStore) async throws {
        while true {
            do {
                _ = try await store.append(batch, to: stream, durability: .strict)
                return
            } catch let error as LogStoreError where error.code == .overloaded {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }
}
