import DaybookTesting
import Logbook

/// What the caller of a store knows of one stream, and what that says of what is found after a crash.
struct StreamKnowledge {
    let stream: Stream
    /// Acknowledged strictly, or found after a crash: has to be there, exactly so.
    private var kept: [UInt64: LogRecord] = [:]
    /// Acknowledged relaxed since the last crash or clean end; may be lost, but not in silence.
    private var relaxed: [UInt64: LogRecord] = [:]
    /// Every record that was ever handed in; a record that is found has to be one of them, once.
    private var offered: Set<LogRecord> = []
    /// Numbers that were pruned, or may have been.
    private var pruned: Set<UInt64> = []
    /// Whether a relaxed append was tried since the last crash or clean end.
    private var triedRelaxed = false

    init(stream: Stream) {
        self.stream = stream
    }

    mutating func noteOffer(_ records: [LogRecord], _ durability: Durability) {
        offered.formUnion(records)
        triedRelaxed = triedRelaxed || durability == .relaxed
    }

    mutating func note(_ receipt: Receipt, of records: [LogRecord]) {
        for (sequence, record) in zip(receipt.sequences, records) {
            if receipt.isDurable {
                kept[sequence] = record
            } else {
                relaxed[sequence] = record
            }
        }
    }

    mutating func notePruning(_ segment: Segment) {
        pruned.formUnion(segment.sequences)
    }

    /// The store was closed and said nothing of a failure: relaxed records are as safe as others.
    mutating func noteCleanEnd() {
        kept.merge(relaxed) { $1 }
        relaxed = [:]
        triedRelaxed = false
    }

    /// Compares what is there after a crash with what was known before, and takes it as known from then on.
    mutating func check(_ found: [StoredRecord], _ deletions: [Deletion], hadFault: Bool) throws {
        let deleted = deletions.reduce(into: Set<UInt64>()) { $0.formUnion($1.segment.sequences) }
        guard deleted.isSubset(of: pruned) else {
            throw violation("a deletion is on record that nobody asked for")
        }
        try checkNumbers(found, deleted)
        let records = Dictionary(uniqueKeysWithValues: found.map { ($0.sequence, $0.record) })
        for (sequence, record) in kept where !deleted.contains(sequence) && records[sequence] != record {
            throw violation(
                records[sequence] == nil
                    ? "acknowledged record \(sequence) is lost" : "number \(sequence) is another record now")
        }
        try checkLosses(found, Set(records.values), deleted, hadFault: hadFault)
        // What is there now is on disk: it may not change any more.
        kept = records
        pruned = deleted
        relaxed = [:]
        triedRelaxed = false
    }

    private func checkNumbers(_ found: [StoredRecord], _ deleted: Set<UInt64>) throws {
        var records = Set<LogRecord>()
        var last: UInt64 = 0
        for stored in found {
            guard stored.sequence > last else { throw violation("numbers do not grow") }
            for missing in last + 1..<stored.sequence where !deleted.contains(missing) {
                throw violation("number \(missing) is missing before \(stored.sequence)")
            }
            last = stored.sequence
            guard !deleted.contains(last) else { throw violation("number \(last) is there and deleted") }
            if case .loss = stored.record { continue }
            guard offered.contains(stored.record) else { throw violation("number \(last) is a foreign record") }
            guard records.insert(stored.record).inserted else { throw violation("number \(last) repeats a record") }
        }
    }

    /// Every lost record lies in a window, the windows count enough, and none is there without a reason.
    private func checkLosses(
        _ found: [StoredRecord], _ records: Set<LogRecord>, _ deleted: Set<UInt64>, hadFault: Bool
    ) throws {
        let windows = found.compactMap { stored -> LossWindow? in
            guard case .loss(let window) = stored.record, kept[stored.sequence] != stored.record else { return nil }
            return window
        }
        let lost = relaxed.filter { !deleted.contains($0.key) && !records.contains($0.value) }
        for (sequence, record) in lost {
            guard windows.contains(where: { $0.start <= record.timestamp && record.timestamp <= $0.end }) else {
                throw violation("relaxed record \(sequence) is lost in silence")
            }
        }
        guard lost.count <= windows.reduce(0, { $0 + $1.maximumCount }) else {
            throw violation("\(lost.count) records are lost, more than the windows say")
        }
        for window in windows {
            switch window.reason {
            case .stoppedUnsynced where triedRelaxed, .journalFailure where hadFault: continue
            default: throw violation("a window of \(window.reason) is there where nothing could be lost")
            }
        }
    }

    private func violation(_ words: String) -> ContractViolation {
        ContractViolation("\(stream): \(words)")
    }
}
