import DaybookTesting
import Logbook
import SegmentStore
import Testing

struct JournalFailureTests {
    private let clock = TestClock()
    private let stream = Stream.access(project: "p", cluster: "c")
    private let other = Stream.audit(project: "p", instance: "i", node: "n")

    private func open(_ disk: CrashingFileSystem, lineByteCount: Int = 0) async throws -> SegmentStore {
        var options = SegmentStoreUnderTest.options
        options.lossLineByteCount = { _, stream in stream.kind == .audit ? lineByteCount : 0 }
        return try await SegmentStore.open(
            folder: "/store", options: options, fileSystem: disk, time: clock.timeSource, logger: .silent)
    }

    private func records(_ store: SegmentStore, _ stream: Stream) async throws -> [StoredRecord] {
        try await store.scan(LogQuery(stream: stream, order: .oldestFirst, limit: .max)).records
    }

    private func record(_ number: Int64) -> LogRecord {
        .access(.sample(milliseconds: 1_767_323_045_000 + number * 1_000, rowCount: number))
    }

    /// A call of an append is a write, the next one its synchronization.
    @Test(arguments: [1, 2], [CrashingFileSystem.Fault.inputOutput, .noSpace])
    func `an append whose write or sync fails is refused, and a loss window stands in its place`(
        call: Int, fault: CrashingFileSystem.Fault
    ) async throws {
        let disk = CrashingFileSystem(seed: 1)
        var store = try await open(disk)
        _ = try await store.append([record(1)], to: stream, durability: .strict)
        disk.fail(atCall: disk.callCount + call, with: fault)
        await #expect(throws: LogStoreError(fault == .noSpace ? .storageFull : .inputOutput, "")) {
            try await store.append([record(2), record(3)], to: stream, durability: .strict)
        }
        let receipt = try await store.append([record(4)], to: stream, durability: .strict)
        #expect(receipt.sequences == 3...3)

        let window = LossWindow(
            start: record(2).timestamp, end: record(3).timestamp, maximumCount: 2, reason: .journalFailure)
        let expected: [LogRecord] = [record(1), .loss(window), record(4)]
        #expect(try await records(store, stream).map(\.record) == expected)
        #expect(store.health().lossWindowCount == 1)
        #expect(store.health().journalError == nil)
        #expect(try await store.verify().firstProblem == nil)
        await store.close()

        for keepsAll in [true, false] {
            store = try await open(disk.afterCrash(keepsAll: keepsAll))
            #expect(try await records(store, stream).map(\.record) == expected)
            await store.close()
        }
    }

    @Test func `room of a new file is filled with zeros once for many small groups`() async throws {
        let disk = CrashingFileSystem(seed: 3)
        let store = try await open(disk)
        _ = try await store.append([record(1)], to: stream, durability: .strict)
        let before = disk.callCount
        for number in 2...11 {
            _ = try await store.append([record(Int64(number))], to: stream, durability: .strict)
        }
        // Each a write and its synchronization.
        #expect(disk.callCount - before == 20)
        await store.close()
        let again = try await open(disk.afterCrash(keepsAll: true))
        #expect(try await records(again, stream).map(\.record) == (1...11).map { record($0) })
        await again.close()
    }

    @Test
    func `a loss window knows the bytes of its line in an audit log file`() async throws {
        let disk = CrashingFileSystem(seed: 2)
        let store = try await open(disk, lineByteCount: 123)
        disk.fail(atCall: disk.callCount + 1, with: .inputOutput)
        _ = try? await store.append([.audit(.sample(lineByteCount: 1_000))], to: other, durability: .strict)
        let segment = try #require(try await store.seal(.all).first)
        #expect(segment.textByteCount == 123)
        await store.close()
    }

    @Test
    func `when the disk stays full every append says so, and one loss window counts them all`() async throws {
        let disk = CrashingFileSystem(seed: 3)
        let store = try await open(disk)
        let start = disk.callCount
        for call in 1...60 {
            disk.fail(atCall: start + call, with: .noSpace)
        }
        var refusedCount: Int64 = 0
        while disk.callCount < start + 60 {
            do {
                _ = try await store.append([record(refusedCount)], to: stream, durability: .strict)
            } catch {
                refusedCount += 1
                #expect((error as? LogStoreError)?.code == .storageFull)
            }
        }
        #expect(refusedCount > 5)
        _ = try await store.append([record(100)], to: stream, durability: .strict)
        let found = try await records(store, stream).map(\.record)
        guard case .loss(let window) = try #require(found.first) else {
            Issue.record("the first record is no loss window")
            return
        }
        #expect(window.maximumCount == UInt64(refusedCount))
        #expect(window.start == record(0).timestamp)
        #expect(found.last == record(100))
        await store.close()
    }

    @Test
    func `short writes are carried on with`() async throws {
        let disk = CrashingFileSystem(seed: 4)
        let store = try await open(disk)
        for call in 1...400 {
            disk.fail(atCall: disk.callCount + call, with: .shortWrite)
        }
        for number in 0..<20 {
            _ = try await store.append([record(Int64(number))], to: stream, durability: .strict)
        }
        _ = try await store.seal(.all)
        await store.close()
        let reopened = try await open(disk.afterCrash())
        #expect(try await records(reopened, stream).map(\.record) == (0..<20).map { record($0) })
        #expect(try await reopened.verify().firstProblem == nil)
        await reopened.close()
    }

    @Test
    func `a half frame at the end of the journal is passed over at the start`() async throws {
        for seed in UInt64(0)..<40 {
            let disk = CrashingFileSystem(seed: seed)
            let store = try await open(disk)
            for number in 0..<3 {
                _ = try await store.append([record(Int64(number))], to: stream, durability: .strict)
            }
            disk.cutPower(atCall: disk.callCount + 2)
            _ = try? await store.append((3..<20).map { record($0) }, to: stream, durability: .strict)
            await store.close()
            let reopened = try await open(disk.afterCrash())
            let found = try await records(reopened, stream).map(\.record)
            #expect(found == (0..<3).map { record($0) } || found == (0..<20).map { record($0) }, "seed \(seed)")
            _ = try await reopened.append([record(99)], to: stream, durability: .strict)
            #expect(try await records(reopened, stream).last?.record == record(99))
            await reopened.close()
        }
    }

    @Test
    func `damage before records that were on disk is corruption, and names file and offset`() async throws {
        let disk = CrashingFileSystem(seed: 5)
        let store = try await open(disk)
        for number in 0..<5 {
            _ = try await store.append([record(Int64(number))], to: stream, durability: .strict)
        }
        await store.close()
        let path = "/store/journal/0000000000000001.journal"
        disk.flip(path, at: 100)
        do {
            _ = try await open(disk)
            Issue.record("the damage was not noticed")
        } catch let error as LogStoreError {
            #expect(error.code == .corruption)
            #expect(error.message.contains("\(path) is damaged at byte 48"))
        }
    }
}
