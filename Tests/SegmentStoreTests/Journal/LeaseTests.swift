import DaybookTesting
import Dispatch
import Logbook
import Testing

@testable import SegmentStore

struct LeaseTests {
    private let clock = TestClock()
    private let stream = Stream.audit(project: "p", instance: "i", node: "节点")

    private func open(_ disk: CrashingFileSystem) async throws -> SegmentStore {
        var options = SegmentStoreUnderTest.options
        options.lossLineByteCount = { _, _ in 77 }
        return try await SegmentStore.open(
            folder: "/store", options: options, fileSystem: disk, time: clock.timeSource, logger: .silent)
    }

    private func record(_ number: Int, secondsAgo: Int64 = 0) -> LogRecord {
        .audit(.sample(milliseconds: clock.now.milliseconds - secondsAgo * 1_000, requestID: Int32(number)))
    }

    private func relaxed(_ store: SegmentStore, _ records: LogRecord...) async throws -> Bool {
        try await !store.append(records, to: stream, durability: .relaxed).isDurable
    }

    private func windows(_ disk: CrashingFileSystem) async throws -> [LossWindow] {
        let store = try await open(disk)
        let found = try await store.scan(LogQuery(stream: stream, limit: .max)).records
        #expect(try await store.verify().firstProblem == nil)
        await store.close()
        return found.compactMap { if case .loss(let window) = $0.record { window } else { nil } }
    }

    @Test
    func `the first relaxed record waits for a lease, those behind it wait for nothing`() async throws {
        let store = try await open(CrashingFileSystem(seed: 1))
        #expect(try await relaxed(store, record(1)) == false)
        store.committer.queue.suspend()
        for number in 2...20 {
            #expect(try await relaxed(store, record(number)))
        }
        #expect(try await store.count(LogFilter(), in: stream) == 20)
        store.committer.queue.resume()
        await store.close()
    }

    @Test
    func `relaxed records that a power cut takes lie in a window that counts them`() async throws {
        for seed in UInt64(1)...20 {
            let disk = CrashingFileSystem(seed: seed)
            let store = try await open(disk)
            _ = try await relaxed(store, record(1))
            store.committer.queue.sync {}
            disk.cutPower(atCall: disk.callCount + 1)
            store.committer.queue.suspend()
            for number in 2...9 {
                #expect(try await relaxed(store, record(number)))
            }
            store.committer.queue.resume()
            let last = clock.now
            await store.close()

            clock.advance(by: .seconds(600))
            let after = disk.afterCrash()
            let window = try #require(try await windows(after).first)
            #expect(window.reason == .stoppedUnsynced)
            #expect(window.start <= last && last <= window.end)
            #expect(window.end.seconds - window.start.seconds <= 6)
            #expect((8...64).contains(window.maximumCount))
            #expect(window.lineByteCount == 77)
            #expect(try await windows(after.afterCrash()).count == 1, "a window is written once")
        }
    }

    @Test
    func `a store that was closed in order leaves no window, and neither does a strict one`() async throws {
        for durability in Durability.allCases {
            let disk = CrashingFileSystem(seed: 3)
            let store = try await open(disk)
            for number in 1...5 {
                _ = try await store.append([record(number)], to: stream, durability: durability)
            }
            if durability == .relaxed {
                await store.close()
            }
            #expect(try await windows(disk.afterCrash()).isEmpty)
            #expect(try await windows(disk.afterCrash(keepsAll: true)).isEmpty)
            await store.close()
        }
    }

    @Test
    func `a lease that nobody uses is withdrawn, so a crash long after leaves no window`() async throws {
        let disk = CrashingFileSystem(seed: 4)
        let store = try await open(disk)
        for number in 1...3 {
            _ = try await relaxed(store, record(number))
            await store.committer.barrier()
        }
        clock.advance(by: Limits.leaseFuture)
        store.committer.tidy()
        await store.committer.barrier()
        #expect(try await windows(disk.afterCrash()).count == 1, "the lease is in its time")
        clock.advance(by: .milliseconds(1))
        store.committer.tidy()
        await store.committer.barrier()
        #expect(try await windows(disk.afterCrash()).isEmpty)
        #expect(try await relaxed(store, record(4)) == false, "the next one brings a lease of its own")
        await store.close()
    }

    @Test
    func `strict traffic does not renew a lease`() async throws {
        let disk = CrashingFileSystem(seed: 5)
        let store = try await open(disk)
        _ = try await relaxed(store, record(0))
        for number in 1...20 {
            clock.advance(by: .milliseconds(500))
            _ = try await store.append([record(number)], to: stream, durability: .strict)
            store.committer.tidy()
            await store.committer.barrier()
        }
        #expect(try await windows(disk.afterCrash()).isEmpty)
        await store.close()
    }

    @Test
    func `a record of a time that the lease does not cover waits for the disk`() async throws {
        let store = try await open(CrashingFileSystem(seed: 6))
        _ = try await relaxed(store, record(1))
        #expect(try await relaxed(store, record(2)))
        #expect(try await relaxed(store, record(3, secondsAgo: 60)) == false)
        #expect(try await relaxed(store, record(4), record(5, secondsAgo: -60)) == false)
        await store.close()
    }

    @Test
    func `more relaxed records than the lease has numbers wait for the next one`() async throws {
        let store = try await open(CrashingFileSystem(seed: 7))
        _ = try await relaxed(store, record(0))
        store.committer.queue.suspend()
        for number in 1...Limits.leaseSequenceRange.lowerBound {
            #expect(try await relaxed(store, record(number)))
        }
        async let waits = relaxed(store, record(1_000))
        while store.health().openRecordCount < Limits.leaseSequenceRange.lowerBound + 2 {
            await Task.yield()
        }
        store.committer.queue.resume()
        #expect(try await waits == false)
        await store.close()
    }

    @Test
    func `a journal file with an open lease is kept, though its records are sealed`() async throws {
        let disk = CrashingFileSystem(seed: 8)
        let store = try await open(disk)
        _ = try await relaxed(store, record(0))
        let other = Stream.access(project: "p", cluster: "c")
        for number in 0..<200 {
            let access = LogRecord.access(.sample(milliseconds: clock.now.milliseconds, rowCount: Int64(number)))
            _ = try await store.append([access], to: other, durability: .strict)
        }
        _ = try await store.seal(.all)
        #expect(try await windows(disk.afterCrash()).count == 1)
        await store.close()
    }
}
