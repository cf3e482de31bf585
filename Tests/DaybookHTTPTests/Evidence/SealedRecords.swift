import DaybookTesting
import Evidence
import Logbook
import Logging
import SegmentStore

/// A store that signs, on a disk in memory, with sealed calls of one cluster and sealed events of one node: three and
/// two, then one more of each, in segments of their own.
struct SealedRecords {
    static let calls = ControlHouse.clusterStream
    static let events = ControlHouse.nodeStream

    let disk: CrashingFileSystem
    let store: SegmentStore

    /// - Parameter key: without one nothing is signed.
    init(on disk: CrashingFileSystem = CrashingFileSystem(seed: 1), key: NoteKey? = .random()) async throws {
        self.disk = disk
        var options = StoreOptions()
        options.checkpointKey = key
        store = try await SegmentStore.open(
            folder: "/store", options: options, fileSystem: disk, time: TestClock().timeSource, logger: .silent)
        _ = try await store.append([.call(at: 0), .call(at: 1), .call(at: 2)], to: Self.calls, durability: .strict)
        _ = try await store.append([.insert(at: 0), .insert(at: 1)], to: Self.events, durability: .strict)
        _ = try await store.seal(.all)
        _ = try await store.append([.call(at: 3)], to: Self.calls, durability: .strict)
        _ = try await store.append([.insert(at: 2)], to: Self.events, durability: .strict)
        _ = try await store.seal(.all)
    }

    /// The path of the segment that was sealed first.
    var firstSegment: String {
        disk.contents.keys.filter { $0.hasPrefix("/store/segments/") }.min() ?? ""
    }
}
