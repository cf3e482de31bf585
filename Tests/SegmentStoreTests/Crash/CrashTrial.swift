import DaybookTesting
import Dispatch
import Evidence
import Logbook

@testable import SegmentStore

/// One run of a store against a disk that loses power at some call, again and again, and what has to hold afterwards.
///
/// Everything follows the seed: appends that share a group commit are lined up while the journal's thread stands still.
/// Only with several sealers their calls come in any order.
struct CrashTrial {
    private let clock = TestClock()
    private let sealerCount: Int
    private let streams = [
        Stream.access(project: "p", cluster: "c"), Stream.audit(project: "p", instance: "i", node: "n"),
        Stream.audit(project: "p", instance: "../i", node: "节点"),
    ]
    private var generator: SeededGenerator
    private var disk: CrashingFileSystem
    private var knowledge: [Stream: StreamKnowledge] = [:]
    private var recordCount: Int64 = 0
    /// Checkpoints that were handed out: the log may never be anything but their continuation.
    private var kept: [SignedNote] = []
    /// Calls of the disk up to each crash, and records that were found after it: the same for the same seed.
    private(set) var calls: [Int] = []
    private(set) var foundCounts: [Int] = []

    init(seed: UInt64, sealerCount: Int = 1) {
        self.sealerCount = sealerCount
        generator = SeededGenerator(seed: seed)
        disk = CrashingFileSystem(seed: generator.next())
        knowledge = Dictionary(uniqueKeysWithValues: streams.map { ($0, StreamKnowledge(stream: $0)) })
    }

    /// - Parameter crashCount: how often the power goes, one after the other on the same disk.
    /// - Throws: `ContractViolation`, or what the store throws at a start that has to succeed.
    mutating func run(crashCount: Int) async throws {
        for _ in 0..<crashCount {
            disk.cutPower(atCall: disk.callCount + Int.random(in: 1...90, using: &generator))
            let fails = chance(0.3)
            if fails {
                let fault = CrashingFileSystem.Fault.allCases.randomElement(using: &generator) ?? .inputOutput
                let first = disk.callCount + Int.random(in: 1...60, using: &generator)
                // Once, or for a while, as on a disk that is full.
                for call in first..<first + (chance(0.6) ? 1 : 6) {
                    disk.fail(atCall: call, with: fault)
                }
            }
            await work(hasFault: fails)
            calls.append(disk.callCount)
            disk = disk.afterCrash(keepsAll: chance(0.3))
            try await check(hadFault: fails)
            clock.advance(by: .milliseconds(Int64.random(in: -5...20, using: &generator)))
        }
    }

    private mutating func chance(_ probability: Double) -> Bool {
        generator.chance(probability)
    }

    /// Appends, seals, prunes and reopens until the power is off.
    private mutating func work(hasFault: Bool) async {
        while !disk.isPowerOff {
            guard let store = try? await open() else { continue }
            for _ in 0..<Int.random(in: 1...25, using: &generator) where !disk.isPowerOff {
                switch Int.random(in: 0..<12, using: &generator) {
                case 0:
                    _ = try? await store.seal(.all)
                    await keepCheckpoint(of: store)
                case 1:
                    await prune(store)
                    await keepCheckpoint(of: store)
                case 2: _ = try? await store.scan(LogQuery(stream: streams[0], limit: 3))
                case 3: await tidy(store)
                default: await append(to: store)
                }
                clock.advance(by: .milliseconds(Int64.random(in: 0...300, using: &generator)))
            }
            await store.close()
            if !disk.isPowerOff, !hasFault {
                for stream in streams {
                    knowledge[stream]?.noteCleanEnd()
                }
            }
        }
    }

    /// A few batches that share a group commit.
    private mutating func append(to store: SegmentStore) async {
        var batches: [(stream: Stream, records: [LogRecord], durability: Durability)] = []
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let stream = streams.randomElement(using: &generator) ?? streams[0]
            let records = (0..<Int.random(in: 1...3, using: &generator)).map { _ in record(for: stream) }
            let durability: Durability = chance(0.5) ? .strict : .relaxed
            knowledge[stream]?.noteOffer(records, durability)
            batches.append((stream, records, durability))
        }
        store.committer.queue.suspend()
        var tasks: [Task<Receipt?, Never>] = []
        for batch in batches {
            let before = store.state.withLock { $0.streams.reduce(0) { $0 + $1.table.byteCount } }
            let task = Task {
                try? await store.append(batch.records, to: batch.stream, durability: batch.durability)
            }
            tasks.append(task)
            while store.state.withLock({ $0.streams.reduce(0) { $0 + $1.table.byteCount } }) == before {
                await Task.yield()
            }
        }
        store.committer.queue.resume()
        for (batch, task) in zip(batches, tasks) {
            guard let receipt = await task.value else { continue }
            knowledge[batch.stream]?.note(receipt, of: batch.records)
        }
        store.committer.queue.sync {}
    }

    /// Some are a few sectors long, and some happened longer ago than a lease covers.
    private mutating func record(for stream: Stream) -> LogRecord {
        recordCount += 1
        let time = clock.now.milliseconds - Int64.random(in: 0...2_200, using: &generator)
        let text = String(repeating: "x", count: chance(0.1) ? Int.random(in: 500...2_000, using: &generator) : 9)
        switch stream.kind {
        case .access:
            return .access(
                .sample(milliseconds: time, detail: .sample(city: text), rowCount: recordCount))
        case .audit:
            return .audit(.sample(milliseconds: time, arguments: text, requestID: Int32(recordCount)))
        }
    }

    /// What the maintenance loop does beside sealing.
    private mutating func tidy(_ store: SegmentStore) async {
        if chance(0.5) {
            clock.advance(by: Limits.leaseFuture)
        }
        store.committer.tidy()
        store.committer.queue.sync {}
    }

    private mutating func prune(_ store: SegmentStore) async {
        let page = try? await store.segments(SegmentQuery(streams: .all))
        for segment in page?.segments ?? [] where chance(0.5) {
            knowledge[segment.stream]?.notePruning(segment)
            _ = try? await store.prune([segment.id], for: .age(days: 1))
        }
    }

    private mutating func keepCheckpoint(of store: SegmentStore) async {
        if let note = try? await store.checkpoint(ofProject: streams[0].project), note != kept.last {
            kept.append(note)
        }
    }

    private mutating func check(hadFault: Bool) async throws {
        let store = try await open()
        if let problem = try await store.verify().firstProblem {
            throw ContractViolation("verify: \(problem)")
        }
        for note in kept.suffix(3) {
            if let problem = try await store.continuation(of: note).problem {
                throw ContractViolation("a checkpoint that was handed out does not hold: \(problem)")
            }
        }
        var foundCount = 0
        for stream in streams {
            let found = try await store.scan(LogQuery(stream: stream, order: .oldestFirst, limit: .max)).records
            let selection = StreamSelection(
                kind: stream.kind, project: stream.project, source: stream.source, node: stream.node)
            let deletions = try await store.deletions(DeletionQuery(streams: selection)).deletions
            try knowledge[stream]?.check(found, deletions, hadFault: hadFault)
            foundCount += found.count
        }
        foundCounts.append(foundCount)
        await store.close()
    }

    private func open() async throws -> SegmentStore {
        var options = SegmentStoreUnderTest.options
        options.journalFileByteCount = 8 << 10
        options.sealerCount = sealerCount
        return try await SegmentStore.open(
            folder: "/store", options: options, fileSystem: disk, time: clock.timeSource, logger: .silent)
    }
}
