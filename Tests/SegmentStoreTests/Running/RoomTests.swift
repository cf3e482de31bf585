import DaybookTesting
import Glibc
import Logbook
import Logging
import SegmentStore
import Synchronization
import Testing

/// Memory has a bound: what would go beyond it waits for sealing.
struct RoomTests {
    private static let openByteCount = 20_000

    private let clock = TestClock()
    private let stream = Stream.access(project: "p", cluster: "c")

    private func open(on fileSystem: any FileSystem) async throws -> SegmentStore {
        var options = SegmentStoreUnderTest.options
        options.openByteCount = Self.openByteCount
        return try await open(on: fileSystem, options)
    }

    private func open(on fileSystem: any FileSystem, _ options: StoreOptions) async throws -> SegmentStore {
        try await SegmentStore.open(
            folder: "/store", options: options, fileSystem: fileSystem, time: clock.timeSource, logger: .silent)
    }

    private func batch(_ first: Int64) -> [LogRecord] {
        (0..<4).map { .access(.sample(sequence: first * 4 + $0)) }
    }

    /// Runs the maintenance of a store, which has sealed something before the body begins.
    private func maintaining(_ store: SegmentStore, _ body: () async throws -> Void) async throws {
        let loop = Task { try await store.run() }
        _ = try await store.append(batch(0), to: stream, durability: .strict)
        clock.advance(by: .seconds(4_000))
        while try await store.segments(SegmentQuery(streams: .all)).totalCount == 0 {
            try await Task.sleep(for: .milliseconds(2))
        }
        try await body()
        loop.cancel()
        try await loop.value
        await store.close()
    }

    @Test(arguments: Durability.allCases)
    func `appends beyond the bound of open records wait until sealing has made room`(
        durability: Durability
    ) async throws {
        let store = try await open(on: CrashingFileSystem(seed: 1))
        try await maintaining(store) {
            try await withThrowingTaskGroup { group in
                for task in 0..<4 as Range<Int64> {
                    group.addTask { [self] in
                        for number in 0..<50 as Range<Int64> {
                            // Nothing here is due by age, by count or by the policy's bytes.
                            _ = try await store.append(batch(task * 50 + number), to: stream, durability: durability)
                            #expect(store.health().openByteCount <= Self.openByteCount)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(store.health().segmentCount > 5)
            #expect(try await store.count(LogFilter(), in: stream) == 4 + 4 * 200)
            #expect(try await store.verify().firstProblem == nil)
        }
    }

    @Test(arguments: Durability.allCases)
    func `appends wait for sealing when their stream has too many whole segments open, and others do not`(
        durability: Durability
    ) async throws {
        let disk = SegmentDisk()
        var options = SegmentStoreUnderTest.options
        options.sealPolicy.accessRecordCount = 8
        options.wholeSegmentCount = 3
        let store = try await open(on: disk, options)
        let other = Stream.access(project: "p", cluster: "d")
        try await maintaining(store) {
            disk.condition = .stuck
            let appending = Task { [self] in
                for number in 0..<50 as Range<Int64> {
                    _ = try await store.append(batch(number), to: stream, durability: durability)
                }
            }
            while store.health().openRecordCount < 3 * 8 { try await Task.sleep(for: .milliseconds(2)) }
            _ = try await store.append(batch(0), to: other, durability: durability)
            for _ in 0..<100 where store.health().openRecordCount == 3 * 8 + 4 {
                try await Task.sleep(for: .milliseconds(2))
            }
            #expect(store.health().openRecordCount == 3 * 8 + 4)
            disk.condition = .sound
            try await appending.value
            #expect(try await store.count(LogFilter(), in: stream) == 4 + 50 * 4)
            #expect(try await store.count(LogFilter(), in: other) == 4)
            let segments = try await store.segments(SegmentQuery(streams: .all)).segments
            #expect(segments.filter { $0.sequences.count != 8 }.count <= 1, "only the first one was sealed by its age")
            #expect(try await store.verify().firstProblem == nil)
        }
    }

    @Test func `nobody waits for sealing that fails as long as there is room in memory`() async throws {
        let disk = SegmentDisk()
        var options = SegmentStoreUnderTest.options
        options.sealPolicy.accessRecordCount = 8
        options.wholeSegmentCount = 2
        let store = try await open(on: disk, options)
        try await maintaining(store) {
            disk.condition = .full
            for number in 1...100 as ClosedRange<Int64> {
                _ = try await store.append(batch(number), to: stream, durability: .strict)
            }
            #expect(store.health().sealError?.code == .storageFull)
            #expect(store.health().openRecordCount == 4 * 100)
            disk.condition = .sound
            while store.health().openRecordCount >= 8 {
                _ = try await store.sealDue(now: clock.now)
            }
            #expect(try await store.count(LogFilter(), in: stream) == 4 * 101)
        }
    }

    @Test func `who waits for room is refused when sealing fails, and served when it works again`() async throws {
        let disk = SegmentDisk()
        let store = try await open(on: disk)
        try await maintaining(store) {
            disk.condition = .full
            var acceptedCount = 1
            await #expect(throws: LogStoreError(.overloaded, "")) {
                while acceptedCount < 1_000 {
                    _ = try await store.append(batch(0), to: stream, durability: .strict)
                    acceptedCount += 1
                }
            }
            #expect(acceptedCount > 5)
            #expect(store.health().sealError?.code == .storageFull)
            disk.condition = .sound
            _ = try await store.append(batch(0), to: stream, durability: .strict)
            #expect(store.health().sealError == nil)
            #expect(try await store.count(LogFilter(), in: stream) == 4 * (acceptedCount + 1))
        }
    }

    @Test func `a batch larger than the bound is taken by a store without open records`() async throws {
        let store = try await open(on: CrashingFileSystem(seed: 1))
        try await maintaining(store) {
            var generator = SeededGenerator(seed: 1)
            // Random texts, as what repeats itself is compressed.
            let large = (0..<40).map { _ in
                let text = String(
                    (0..<1_000).map { _ in Character(Unicode.Scalar(UInt8.random(in: 33...126, using: &generator))) })
                return LogRecord.access(.sample(detail: .sample(city: text)))
            }
            for _ in 0..<3 {
                _ = try await store.append(batch(0), to: stream, durability: .strict)
                _ = try await store.append(large, to: stream, durability: .strict)
            }
            #expect(try await store.count(LogFilter(), in: stream) == 4 + 3 * 44)
        }
    }
}

/// A disk that takes no segments, or keeps whoever writes them waiting, when it is told so.
private final class SegmentDisk: FileSystem {
    enum Condition {
        case sound
        case full
        case stuck
    }

    private let disk = CrashingFileSystem(seed: 1)
    private let state = Mutex(Condition.sound)

    var condition: Condition {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    func open(_ path: String, _ mode: FileMode) throws -> any OpenFile {
        if mode == .create, path.contains("/segments/") {
            while condition == .stuck { usleep(1_000) }
            if condition == .full { throw FileSystemError(number: FileSystemError.noSpace, "open", path) }
        }
        return try disk.open(path, mode)
    }

    func createFolder(_ path: String) throws { try disk.createFolder(path) }
    func list(_ folder: String) throws -> [String] { try disk.list(folder) }
    func rename(_ path: String, to newPath: String) throws { try disk.rename(path, to: newPath) }
    func remove(_ path: String) throws { try disk.remove(path) }
    func synchronizeFolder(_ path: String) throws { try disk.synchronizeFolder(path) }
    func lock(_ path: String) throws -> (any FileLock)? { try disk.lock(path) }
}
