package import Logbook

/// Brings access records that were made elsewhere, as lines of JSON, into the stream of a cluster.
///
/// Records are appended in the order of their lines, in batches; each batch is on disk before the next one is handed
/// to the store, and the lines behind it are read meanwhile. So memory holds two batches, however long the import.
package struct AccessImporter: Sendable {
    private let store: any LogStore
    private let stream: Stream
    private let workspace: String
    private let isStrict: Bool
    private let readers: ReaderPool

    /// - Parameters:
    ///   - workspace: of all records; the lines have none.
    ///   - isStrict: whether the first bad line ends the import.
    ///   - readers: of earlier imports and for later ones.
    package init(
        store: any LogStore, stream: Stream, workspace: String, isStrict: Bool = false,
        readers: ReaderPool = ReaderPool()
    ) {
        self.store = store
        self.stream = stream
        self.workspace = workspace
        self.isStrict = isStrict
        self.readers = readers
    }

    /// An import that ended before its bytes did. What the summary counts as accepted is kept.
    package struct Interruption: Error {
        package let summary: ImportSummary
        package let cause: any Error
    }

    /// Imports all lines of the bytes.
    ///
    /// - Parameters:
    ///   - chunks: pieces of any size, best some tens of KiB to a MiB.
    ///   - report: is told from time to time how far the import is.
    /// - Throws: `Interruption` when the bytes cannot be read to their end or the store does not take them.
    package func run<Chunks: AsyncSequence>(
        _ chunks: Chunks, report: (ImportSummary) -> Void = { _ in }
    ) async throws -> ImportSummary where Chunks.Element == [UInt8] {
        var lines = ImportLines(reader: readers.take(workspace: workspace), isStrict: isStrict)
        var summary = ImportSummary()
        do {
            try await withThrowingTaskGroup(of: Receipt.self) { group in
                do {
                    for try await chunk in chunks {
                        lines.append(chunk.span)
                        if lines.hasStopped { break }
                        guard lines.isBatchFull else { continue }
                        if let receipt = try await group.next() { summary.add(receipt) }
                        append(lines.takeBatch(), in: &group)
                        lines.tell(&summary)
                        report(summary)
                    }
                    if !lines.hasStopped { lines.finish() }
                } catch {
                    // What is on its way to the disk is counted; lines behind it were not asked for.
                    if let receipt = try await group.next() { summary.add(receipt) }
                    throw error
                }
                if let receipt = try await group.next() { summary.add(receipt) }
                append(lines.takeBatch(), in: &group)
                if let receipt = try await group.next() { summary.add(receipt) }
            }
        } catch {
            lines.tell(&summary)
            throw Interruption(summary: summary, cause: error)
        }
        lines.tell(&summary)
        readers.keep(lines.takeReader())
        return summary
    }

    private func append(_ batch: RecordBatch?, in group: inout ThrowingTaskGroup<Receipt, any Error>) {
        guard let batch else { return }
        group.addTask { [self] in try await appendWaiting(batch) }
    }

    /// A store that has more to write than memory may hold gets time for it: whoever imports sends as fast as it goes,
    /// and slows down with it.
    private func appendWaiting(_ batch: RecordBatch) async throws -> Receipt {
        var waited = Duration.zero
        while true {
            do {
                return try await store.append(batch, to: stream, durability: .strict)
            } catch let error as LogStoreError where error.code == .overloaded && waited < Limits.importPatience {
                try await Task.sleep(for: Limits.importPause)
                waited += Limits.importPause
            }
        }
    }
}

extension ImportLines {
    fileprivate func tell(_ summary: inout ImportSummary) {
        summary.rejectedCount = rejectedCount
        summary.problems = problems
        summary.hasStopped = hasStopped
    }
}
