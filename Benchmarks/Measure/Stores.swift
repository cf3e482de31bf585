import Logging
import SegmentStore

enum Stores {
    static func open(_ folder: String, options: StoreOptions = StoreOptions()) async throws -> SegmentStore {
        try await SegmentStore.open(
            folder: folder, options: options, logger: Logger(label: "measure") { _ in SwiftLogNoOpLogHandler() })
    }
}
