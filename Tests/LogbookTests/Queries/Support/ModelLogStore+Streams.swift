import DaybookTesting
import Logbook

extension ModelLogStore {
    /// A store that has these records already.
    static func holding(_ records: [Stream: [LogRecord]] = [:]) async throws -> ModelLogStore {
        let store = ModelLogStore(time: TestClock().timeSource)
        for (stream, records) in records where !records.isEmpty {
            _ = try await store.append(records, to: stream, durability: .relaxed)
        }
        return store
    }
}
