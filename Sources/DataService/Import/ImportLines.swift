internal import Logbook

/// Turns the bytes of an import into batches of records, and keeps account of the lines that are none.
struct ImportLines: ~Copyable, Sendable {
    /// `true`: the first bad line ends the import.
    let isStrict: Bool
    private var splitter = LineSplitter()
    private var reader: AccessRecordReader
    private var batch = RecordBatchBuilder(reservingCapacity: Limits.importBatchByteCount)
    private var lineByteCount = 0
    private(set) var rejectedCount = 0
    private(set) var problems: [ImportProblem] = []

    init(reader: AccessRecordReader, isStrict: Bool) {
        self.isStrict = isStrict
        self.reader = reader
    }

    /// Gives the reader away, with all that it remembers.
    consuming func takeReader() -> AccessRecordReader { reader }

    /// Whether a bad line has ended the import. Bytes that come later are not read.
    var hasStopped: Bool { isStrict && rejectedCount > 0 }

    var isBatchFull: Bool {
        batch.count >= Limits.importBatchRecordCount || lineByteCount >= Limits.importBatchByteCount
    }

    mutating func append(_ chunk: Span<UInt8>) {
        var splitter = splitter
        self.splitter = LineSplitter()
        splitter.append(chunk) { read($1, number: $0) }
        self.splitter = splitter
    }

    mutating func finish() {
        var splitter = splitter
        splitter.finish { read($1, number: $0) }
        self.splitter = splitter
    }

    /// The records since the last batch; `nil` when there is none.
    mutating func takeBatch() -> RecordBatch? {
        lineByteCount = 0
        return batch.count == 0 ? nil : batch.take()
    }

    private mutating func read(_ line: Span<UInt8>, number: Int) {
        guard !hasStopped else { return }
        do throws(MalformedAccessRecord) {
            try reader.read(line, into: &batch)
            lineByteCount += line.count
        } catch {
            rejectedCount += 1
            if problems.count < Limits.importProblemCountMaximum {
                problems.append(ImportProblem(line: number, cause: error))
            }
        }
    }
}
