import DaybookTesting
import Logbook
import SegmentStore
import Testing

struct DamagedSegmentTests {
    private let stream = Stream.access(project: "p", cluster: "c")
    private let path = "/store/segments/00000001-1767323045678.parquet"

    private func open(_ disk: CrashingFileSystem) async throws -> SegmentStore {
        try await SegmentStore.open(
            folder: "/store", options: SegmentStoreUnderTest.options, fileSystem: disk,
            time: TestClock().timeSource, logger: .silent)
    }

    private func sealedDisk() async throws -> CrashingFileSystem {
        let disk = CrashingFileSystem(seed: 1)
        let store = try await open(disk)
        _ = try await store.append(
            (0..<20).map { .access(.sample(sequence: $0)) }, to: stream, durability: .strict)
        _ = try await store.seal(.all)
        await store.close()
        return disk
    }

    @Test
    func `whatever byte of a segment is damaged, verifying names it, and reading says so or tells the truth`()
        async throws
    {
        let disk = try await sealedDisk()
        let byteCount = disk.byteCount(path)
        #expect(byteCount > 1_000)
        let store = try await open(disk)
        let truth = try await store.scan(LogQuery(stream: stream, limit: 100))
        for offset in stride(from: 0, to: byteCount, by: 29) {
            disk.flip(path, at: offset)
            let problem = try await store.verify().firstProblem
            #expect(problem?.contains(path) == true, "offset \(offset)")
            do {
                // The magic at the front and the bits of filters are not read for this answer.
                #expect(try await store.scan(LogQuery(stream: stream, limit: 100)) == truth, "offset \(offset)")
            } catch let error as LogStoreError {
                #expect(error.code == .corruption, "offset \(offset)")
            }
            disk.flip(path, at: offset)
        }
        #expect(try await store.verify().firstProblem == nil)
        await store.close()
    }

    @Test
    func `a segment file that somebody removed is noticed`() async throws {
        let disk = try await sealedDisk()
        try disk.remove(path)
        let store = try await open(disk)
        #expect(try await store.segments(SegmentQuery(streams: .all)).totalCount == 1)
        #expect(try await store.verify().firstProblem?.contains("is missing") == true)
        await #expect(throws: LogStoreError(.corruption, "")) {
            try await store.scan(LogQuery(stream: stream, limit: 1))
        }
        await store.close()
    }

    @Test
    func `a segment whose manifest is gone is corruption once the journal has let go of its records, and stays`()
        async throws
    {
        let disk = try await sealedDisk()
        let store = try await open(disk)
        await store.close()
        try disk.remove("/store/manifest")
        await #expect(throws: LogStoreError(.corruption, "")) { try await open(disk) }
        #expect(try disk.list("/store/segments").count == 1)
    }

    @Test
    func `a scan goes on while its segment is pruned`() async throws {
        try await withTemporaryFolder { folder in
            let store = try await SegmentStore.open(
                folder: folder, options: SegmentStoreUnderTest.options, time: TestClock().timeSource, logger: .silent)
            for round in 0..<20 {
                _ = try await store.append(
                    (0..<200).map { .access(.sample(sequence: $0)) }, to: stream, durability: .strict)
                let segment = try #require(try await store.seal(.all).first)
                async let page = store.scan(LogQuery(stream: stream, limit: 1_000))
                async let pruned = store.prune([segment.id], for: .age(days: 1))
                let counts = try await (page.records.count, pruned.count)
                #expect(counts.0 == 200 || counts.0 == 0, "round \(round)")
                #expect(counts.1 == 1)
            }
            #expect(try LinuxFileSystem().list(folder + "/segments").isEmpty)
            await store.close()
        }
    }
}
