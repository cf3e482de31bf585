import SegmentStore
import ServiceLifecycle

/// Lets the store do what is due: close segments that are old enough, and come back after a failure.
struct StoreUpkeep: Service {
    let store: SegmentStore

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await store.run()
        }
    }
}
