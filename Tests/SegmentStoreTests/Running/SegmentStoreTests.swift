import DaybookTesting
import Logbook
import Logging
import SegmentStore
import Testing

struct SegmentStoreTests {
    private let clock = TestClock()
    private let stream = Stream.audit(project: "p", instance: "i", node: "n")

    private func open(
        _ folder: String = "/store", on fileSystem: any FileSystem,
        options: StoreOptions = SegmentStoreUnderTest.options
    ) async throws -> SegmentStore {
        try await SegmentStore.open(
            folder: folder, options: options, fileSystem: fileSystem, time: clock.timeSource, logger: .silent)
    }

    private func event(_ number: Int, lineByteCount: Int = 640) -> LogRecord {
        .audit(.sample(milliseconds: 1_767_323_045_000 + Int64(number), lineByteCount: lineByteCount))
    }

    @Test
    func `a second opener is told that the folder is in use, until the first one closes`() async throws {
        try await withTemporaryFolder { folder in
            let store = try await open(folder, on: LinuxFileSystem())
            do {
                _ = try await open(folder, on: LinuxFileSystem())
                Issue.record("the folder was opened twice")
            } catch let error as LogStoreError {
                #expect(error.message.contains("in use"))
            }
            await store.close()
            let second = try await open(folder, on: LinuxFileSystem())
            await second.close()
        }
    }

    @Test
    func `a folder that cannot be made is an error that names it`() async throws {
        do {
            _ = try await open("/proc/no/such/place", on: LinuxFileSystem())
            Issue.record("the folder was made")
        } catch let error as LogStoreError {
            #expect(error.code == .inputOutput)
            #expect(error.message.contains("/proc/no"))
        }
    }

    @Test
    func `a closed store refuses everything`() async throws {
        let store = try await open(on: CrashingFileSystem(seed: 1))
        _ = try await store.append([event(1)], to: stream, durability: .relaxed)
        await store.close()
        await store.close()
        let closed = LogStoreError(.closed, "")
        for durability in Durability.allCases {
            await #expect(throws: closed) { try await store.append([event(2)], to: stream, durability: durability) }
        }
        await #expect(throws: closed) { try await store.scan(LogQuery(stream: stream, limit: 1)) }
        await #expect(throws: closed) { try await store.seal(.all) }
        await #expect(throws: closed) { try await store.segments(SegmentQuery(streams: .all)) }
        await #expect(throws: closed) { try await store.verify() }
    }

    @Test
    func `closing brings relaxed records to disk`() async throws {
        let disk = CrashingFileSystem(seed: 2)
        let store = try await open(on: disk)
        for number in 0..<50 {
            _ = try await store.append([event(number)], to: stream, durability: .relaxed)
        }
        await store.close()
        let reopened = try await open(on: disk.afterCrash())
        #expect(try await reopened.count(LogFilter(), in: stream) == 50)
        await reopened.close()
    }

    @Test
    func `what may wait is bounded, and being full says so`() async throws {
        var options = SegmentStoreUnderTest.options
        options.openByteCount = 20_000
        let store = try await open(on: CrashingFileSystem(seed: 3), options: options)
        var acceptedCount = 0
        await #expect(throws: LogStoreError(.overloaded, "")) {
            while acceptedCount < 1_000 {
                _ = try await store.append([event(acceptedCount)], to: stream, durability: .relaxed)
                acceptedCount += 1
            }
        }
        #expect(acceptedCount > 10)
        _ = try await store.seal(.all)
        _ = try await store.append([event(0)], to: stream, durability: .strict)
        #expect(try await store.count(LogFilter(), in: stream) == acceptedCount + 1)
        await store.close()
    }

    @Test
    func `a stream is sealed when its oldest record is old enough, and not before`() async throws {
        let store = try await open(on: CrashingFileSystem(seed: 4))
        _ = try await store.append([event(0)], to: stream, durability: .strict)
        clock.advance(by: .seconds(3_599))
        #expect(try await store.sealDue(now: clock.now).isEmpty)
        _ = try await store.append([event(1)], to: stream, durability: .strict)
        clock.advance(by: .seconds(1))
        #expect(try await store.sealDue(now: clock.now).map(\.recordCount) == [2])
        #expect(try await store.sealDue(now: clock.now).isEmpty)
        await store.close()
    }

    @Test
    func `a segment ends with the batch that reaches the text bound`() async throws {
        let store = try await open(on: CrashingFileSystem(seed: 5))
        for number in 0..<10 {
            _ = try await store.append([event(number, lineByteCount: 60_000)], to: stream, durability: .strict)
        }
        #expect(try await store.sealDue(now: clock.now).map(\.recordCount) == [4, 4])
        #expect(store.health().openRecordCount == 2)
        #expect(try await store.seal(.all).map(\.textByteCount) == [120_000])
        await store.close()
    }

    @Test(arguments: 0..<24)
    func `of segments that are written together those behind one that fails are sealed later`(
        failingCall: Int
    ) async throws {
        let disk = CrashingFileSystem(seed: 9)
        let store = try await open(on: disk)
        for number in 0..<10 {
            _ = try await store.append([event(number, lineByteCount: 60_000)], to: stream, durability: .strict)
        }
        disk.fail(atCall: disk.callCount + failingCall, with: .inputOutput)
        let sealed = (try? await store.seal(.all)) ?? []
        _ = try await store.seal(.all)
        let segments = try await store.segments(SegmentQuery(streams: .all, limit: 10)).segments
        #expect(segments.reversed().map(\.sequences) == [1...4, 5...8, 9...10])
        #expect(sealed.isEmpty || sealed.count == 3)
        #expect(try disk.list("/store/segments").count == 3)
        #expect(try await store.count(LogFilter(), in: stream) == 10)
        #expect(try await store.verify().firstProblem == nil)
        await store.close()
    }

    @Test
    func `a segment is whole also while appends go on`() async throws {
        var options = SegmentStoreUnderTest.options
        options.sealPolicy.accessRecordCount = 100
        options.sealPolicy.textByteCount = .max
        let store = try await open(on: CrashingFileSystem(seed: 10), options: options)
        let loop = Task { try await store.run() }
        let calls = Stream.access(project: "p", cluster: "c")
        for number in 0..<600 {
            let record = LogRecord.access(.sample())
            _ = try await store.append(
                Array(repeating: record, count: 7), to: calls, durability: number % 3 == 0 ? .strict : .relaxed)
        }
        loop.cancel()
        try await loop.value
        _ = try await store.sealDue(now: clock.now)
        let segments = try await store.segments(SegmentQuery(streams: .all, limit: 100)).segments
        #expect(segments.map(\.recordCount) == Array(repeating: 98, count: 42))
        #expect(store.health().openRecordCount == 4_200 - 42 * 98)
        await store.close()
    }

    @Test
    func `the maintenance loop seals what is due and ends when it is cancelled`() async throws {
        let store = try await open(on: CrashingFileSystem(seed: 6))
        let loop = Task { try await store.run() }
        _ = try await store.append([event(0)], to: stream, durability: .strict)
        clock.advance(by: .seconds(4_000))
        while try await store.segments(SegmentQuery(streams: .all)).totalCount == 0 {
            try await Task.sleep(for: .milliseconds(2))
        }
        loop.cancel()
        try await loop.value
        await store.close()
    }

    @Test
    func `journal files that are not needed are let go, and some are written over`() async throws {
        let disk = CrashingFileSystem(seed: 7)
        let store = try await open(on: disk)
        for number in 0..<400 {
            _ = try await store.append([event(number)], to: stream, durability: .strict)
            if number % 50 == 49 {
                _ = try await store.seal(.all)
            }
        }
        let names = try disk.list("/store/journal")
        #expect(names.filter { $0.hasSuffix(".journal") }.count <= 2)
        #expect(names.filter { $0.hasSuffix(".spare") }.count <= 2)
        #expect(try await store.verify().firstProblem == nil)
        await store.close()
        let reopened = try await open(on: disk.afterCrash())
        #expect(try await reopened.count(LogFilter(), in: stream) == 400)
        await reopened.close()
    }

    @Test
    func `a quiet stream does not hold the journal for ever`() async throws {
        var options = SegmentStoreUnderTest.options
        options.journalByteCount = 100_000
        let store = try await open(on: CrashingFileSystem(seed: 8), options: options)
        let quiet = Stream.access(project: "p", cluster: "quiet")
        _ = try await store.append([.access(.sample())], to: quiet, durability: .strict)
        for number in 0..<500 {
            _ = try await store.append([event(number)], to: stream, durability: .strict)
        }
        let sealed = try await store.sealDue(now: clock.now)
        #expect(sealed.map(\.stream).contains(quiet))
        await store.close()
    }
}
