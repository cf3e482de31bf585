import DocumentAudit
import Foundation
import Logbook
import SegmentStore

/// What keeping audit events costs, without a node: events to the binary form of records, records to a store, lines of
/// audit files to events, lines to a store. Each batch is durable before the next; the store seals as it goes, and to
/// the end.
struct MeasureAudit {
    let folder: String
    let count: Int
    let pool: [LogRecord]

    private static let stream = Logbook.Stream.audit(project: "p", instance: "i", node: "n")
    /// More than a segment holds, so that no event comes twice in one.
    private static let poolCount = 65_536
    /// As an import has them.
    private static let batchCount = 4_096
    /// As a node has them that 64 connections keep busy.
    private static let smallBatchCount = 64
    /// Lines that a collector hands over at a time, in bytes.
    private static let linesByteCount = 4 << 20

    init(folder: String, count: Int) {
        self.folder = folder
        self.count = count
        var generator = AuditLogGenerator(seed: 1)
        pool = (0..<min(count, Self.poolCount)).map { _ in LogRecord.audit(generator.next()) }
    }

    /// - Parameter measures: none: all of them.
    func run(_ measures: [String]) async throws {
        for measure in measures.isEmpty ? Self.measures : measures {
            switch measure {
            case "audit-encode": encode()
            case "audit": try await append(measure, batchCount: Self.batchCount)
            case "audit-small": try await append(measure, batchCount: Self.smallBatchCount)
            case "audit-lines": read()
            case "audit-collect": try await collect()
            default: exit(64)
            }
        }
    }

    private static let measures = ["audit-encode", "audit", "audit-small", "audit-lines", "audit-collect"]

    private func encode() {
        let measurement = Measurement()
        var batch = RecordBatchBuilder(reservingCapacity: 4 << 20)
        for index in 0..<count {
            batch.append(pool[index % pool.count])
            if batch.byteCount > 4 << 20 { _ = batch.take() }
        }
        measurement.report("audit-encode", count: count)
    }

    private func append(_ name: String, batchCount: Int) async throws {
        try await Stores.measure(name, in: folder) { store in
            var batch = RecordBatchBuilder(reservingCapacity: 4 << 20)
            for start in stride(from: 0, to: count, by: batchCount) {
                fill(&batch, start..<min(count, start + batchCount))
                try await Stores.append(batch.take(), to: Self.stream, of: store)
            }
            return count
        }
    }

    /// Puts events into their binary form. Lent ones, as a node has them at hand.
    private func fill(_ batch: inout RecordBatchBuilder, _ range: Range<Int>) {
        let records = pool.span
        for index in range {
            batch.append(records[index % records.count])
        }
    }

    /// The pool as a database server writes it, in pieces as a collector reads them, with the number of their lines.
    private func pieces() -> [(bytes: [UInt8], count: Int)] {
        var pieces: [(bytes: [UInt8], count: Int)] = [([], 0)]
        for case .audit(var event) in pool {
            event.connectionID = 0
            event.requestID = AuditEvent.Origin.serverCommand.rawValue
            if pieces[pieces.count - 1].bytes.count >= Self.linesByteCount { pieces.append(([], 0)) }
            AuditLine.append(event, to: &pieces[pieces.count - 1].bytes)
            pieces[pieces.count - 1].count += 1
        }
        return pieces
    }

    private func read() {
        let pieces = pieces()
        let measurement = Measurement()
        var done = 0
        var index = 0
        while done < count {
            let batch = CollectedBatch(pieces[index % pieces.count].bytes, mask: .none)
            precondition(batch.rejectedCount == 0, "every line is an audit message")
            done += batch.events.count
            index += 1
        }
        measurement.report("audit-lines", count: done)
    }

    private func collect() async throws {
        let pieces = pieces()
        try await Stores.measure("audit-collect", in: folder) { store in
            var done = 0
            var index = 0
            while done < count {
                let batch = CollectedBatch(pieces[index % pieces.count].bytes, mask: .none)
                try await Stores.append(RecordBatch(batch.events.map(LogRecord.audit)), to: Self.stream, of: store)
                done += batch.events.count
                index += 1
            }
            return done
        }
    }
}
