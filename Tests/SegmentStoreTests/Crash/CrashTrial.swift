import DaybookTesting
import Logbook
import Logging
import SegmentStore
import Synchronization

/// One run of a store against a disk that loses power at some call, and what has to hold afterwards.
///
/// Everything follows the seed, but for the order in which concurrent tasks get their turn.
struct CrashTrial {
    let seed: UInt64
    private let clock = TestClock()
    private let streams = [
        Stream.access(project: "p", cluster: "c"), Stream.audit(project: "p", instance: "i", node: "n"),
        Stream.audit(project: "p", instance: "../i", node: "节点"),
    ]

    /// What the caller knows of one stream.
    private struct Knowledge {
        /// Acknowledged strictly: has to be there, exactly so.
        var kept: [UInt64: LogRecord] = [:]
        /// Every record that was ever handed in; a record that is found has to be one of them, once.
        var offered: Set<LogRecord> = []
        /// Numbers that were pruned, or may have been.
        var pruned: Set<UInt64> = []
    }

    init(seed: UInt64) {
        self.seed = seed
    }

    /// - Parameter crashCount: how often the power goes, one after the other on the same disk.
    func run(crashCount: Int) async throws {
        var generator = SeededGenerator(seed: seed)
        var disk = CrashingFileSystem(seed: generator.next())
        var knowledge = [Stream: Knowledge](uniqueKeysWithValues: streams.map { ($0, Knowledge()) })
        for _ in 0..<crashCount {
            disk.cutPower(atCall: disk.callCount + Int.random(in: 1...160, using: &generator))
            if generator.chance(0.3) {
                let fault = CrashingFileSystem.Fault.allCases.randomElement(using: &generator) ?? .inputOutput
                disk.fail(atCall: disk.callCount + Int.random(in: 1...80, using: &generator), with: fault)
            }
            await work(on: disk, &knowledge, &generator)
            disk = disk.afterCrash(keepsAll: generator.chance(0.3))
            try await check(disk, &knowledge)
            clock.advance(by: .milliseconds(Int64.random(in: -5...20, using: &generator)))
        }
    }

    /// Appends, seals, prunes and reopens until the power is off.
    private func work(
        on disk: CrashingFileSystem, _ knowledge: inout [Stream: Knowledge], _ generator: inout SeededGenerator
    ) async {
        while !disk.isPowerOff {
            guard let store = try? await open(disk) else { continue }
            for _ in 0..<Int.random(in: 1...40, using: &generator) where !disk.isPowerOff {
                switch Int.random(in: 0..<10, using: &generator) {
                case 0: _ = try? await store.seal(.all)
                case 1: await prune(store, &knowledge, &generator)
                case 2: _ = try? await store.scan(LogQuery(stream: streams[0], limit: 3))
                default: await append(to: store, &knowledge, &generator)
                }
            }
            await store.close()
        }
    }

    /// A few batches at once, so that they share group commits.
    private func append(
        to store: SegmentStore, _ knowledge: inout [Stream: Knowledge], _ generator: inout SeededGenerator
    ) async {
        var batches: [(Stream, [LogRecord], Durability)] = []
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            let stream = streams.randomElement(using: &generator) ?? streams[0]
            let records = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                let text = String(repeating: "x", count: Int.random(in: 0...900, using: &generator))
                return LogRecord.audit(.sample(arguments: "\(generator.next())" + text))
            }
            knowledge[stream]?.offered.formUnion(records)
            batches.append((stream, records, generator.chance(0.7) ? .strict : .relaxed))
        }
        await withTaskGroup(of: (Receipt?, [LogRecord]).self) { group in
            for (stream, records, durability) in batches {
                group.addTask {
                    (try? await store.append(records, to: stream, durability: durability), records)
                }
            }
            for await (receipt, records) in group {
                guard let receipt, receipt.isDurable else { continue }
                for (sequence, record) in zip(receipt.sequences, records) {
                    knowledge[receipt.stream]?.kept[sequence] = record
                }
            }
        }
    }

    private func prune(
        _ store: SegmentStore, _ knowledge: inout [Stream: Knowledge], _ generator: inout SeededGenerator
    ) async {
        let page = try? await store.segments(SegmentQuery(streams: .all))
        guard let segment = page?.segments.randomElement(using: &generator) else { return }
        knowledge[segment.stream]?.pruned.formUnion(segment.sequences)
        _ = try? await store.prune([segment.id], for: .age(days: 1))
    }

    private func check(_ disk: CrashingFileSystem, _ knowledge: inout [Stream: Knowledge]) async throws {
        let store = try await open(disk)
        if let problem = try await store.verify().firstProblem {
            throw ContractViolation("verify: \(problem)")
        }
        for stream in streams {
            guard var known = knowledge[stream] else { continue }
            let found = try await store.scan(LogQuery(stream: stream, order: .oldestFirst, limit: .max)).records
            let deleted = try await deletedNumbers(of: stream, in: store)
            guard deleted.isSubset(of: known.pruned) else {
                throw ContractViolation("\(stream): a deletion is on record that nobody asked for")
            }
            try checkStream(stream, found, known, deleted: deleted)
            // What is there now is on disk: it may not change any more.
            for stored in found {
                known.kept[stored.sequence] = stored.record
            }
            known.pruned = deleted
            for sequence in known.pruned {
                known.kept[sequence] = nil
            }
            knowledge[stream] = known
        }
        await store.close()
    }

    private func deletedNumbers(of stream: Stream, in store: SegmentStore) async throws -> Set<UInt64> {
        let selection = StreamSelection(
            kind: stream.kind, project: stream.project, source: stream.source, node: stream.node)
        let deletions = try await store.deletions(DeletionQuery(streams: selection)).deletions
        return deletions.reduce(into: []) { $0.formUnion($1.segment.sequences) }
    }

    private func checkStream(
        _ stream: Stream, _ found: [StoredRecord], _ known: Knowledge, deleted: Set<UInt64>
    ) throws {
        var numbers = Set<UInt64>()
        var records = Set<LogRecord>()
        var last: UInt64 = 0
        for stored in found {
            guard stored.sequence > last else { throw ContractViolation("\(stream): numbers do not grow") }
            guard !deleted.contains(stored.sequence) else {
                throw ContractViolation("\(stream): number \(stored.sequence) is there and deleted")
            }
            for missing in last + 1..<stored.sequence where !deleted.contains(missing) {
                throw ContractViolation("\(stream): number \(missing) is missing before \(stored.sequence)")
            }
            last = stored.sequence
            numbers.insert(stored.sequence)
            if case .loss = stored.record {
                continue
            }
            guard known.offered.contains(stored.record) else { throw ContractViolation("\(stream): foreign record") }
            guard records.insert(stored.record).inserted else {
                throw ContractViolation("\(stream): number \(stored.sequence) repeats a record")
            }
        }
        for (sequence, record) in known.kept where !deleted.contains(sequence) {
            guard numbers.contains(sequence) else {
                throw ContractViolation("\(stream): acknowledged record \(sequence) is lost, last is \(last)")
            }
            guard found.first(where: { $0.sequence == sequence })?.record == record else {
                throw ContractViolation("\(stream): number \(sequence) is another record now")
            }
        }
    }

    private func open(_ disk: CrashingFileSystem) async throws -> SegmentStore {
        try await SegmentStore.open(
            folder: "/store", options: SegmentStoreUnderTest.options, fileSystem: disk, time: clock.timeSource,
            logger: .silent)
    }
}
