internal import Synchronization

/// Readers between two imports: what they remember of earlier lines makes the next ones cheap to read.
package final class ReaderPool: Sendable {
    private let idle = Mutex<[AccessRecordReader]>([])

    package init() {}

    /// A reader that has read before, if there is one.
    func take(workspace: String) -> AccessRecordReader {
        guard var reader = idle.withLock({ $0.popLast() }) else { return AccessRecordReader(workspace: workspace) }
        reader.workspace = workspace
        return reader
    }

    func keep(_ reader: consuming AccessRecordReader) {
        reader.forgetLines()
        idle.withLock { [reader] in
            guard $0.count < Limits.keptReaderCount else { return }
            $0.append(reader)
        }
    }
}
