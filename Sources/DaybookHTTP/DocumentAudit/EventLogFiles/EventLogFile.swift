internal import DocumentAudit
internal import Logbook
internal import Logging

/// A file of the slow or the error log of a node. It is never kept: the same name, form and last record are the same
/// bytes, whenever they are made.
struct EventLogFile: Sendable {
    let name: EventLogName
    let stream: Stream
    let form: EventLogForm
    /// The sequence number of the last record that was looked at; later ones are not in the file, whatever their time.
    let last: UInt64
    let byteCount: Int

    func download(of node: DocumentNode, from store: any LogStore, logger: Logger) -> LineFile {
        let lines = EventLogLines(name: name, stream: stream, form: form, last: last, node: node, store: store)
        return LineFile(
            name: name.text, tag: "\(form.text)-\(last)-\(byteCount)", byteCount: byteCount, start: 0,
            piece: { place in try await lines.piece(behind: place) }, logger: logger)
    }
}

/// Makes the lines of a file, the oldest first, as a log is read.
struct EventLogLines: Sendable {
    let name: EventLogName
    let stream: Stream
    let form: EventLogForm
    let last: UInt64
    let node: DocumentNode
    let store: any LogStore

    /// The lines behind a record; `nil` when there are none.
    ///
    /// - Parameter sequence: that of the record, or 0.
    func piece(behind sequence: UInt64) async throws -> LineFile.Piece? {
        let cursor = sequence == 0 ? nil : LogQuery.Cursor(sequence: sequence)
        let page = try await store.scan(
            LogQuery(
                stream: stream, filter: form.filter(upTo: name.end), order: .oldestFirst, cursor: cursor,
                limit: Limits.eventLogFileScanCount))
        let records = page.records.prefix { $0.sequence <= last }
        guard let final = records.last else { return nil }
        var lines: [UInt8] = []
        for record in records {
            form.append(record, of: node, to: &lines)
        }
        return LineFile.Piece(lines: lines, next: final.sequence)
    }

    /// How long all lines are together.
    func byteCount() async throws -> Int {
        var count = 0
        var place: UInt64 = 0
        while let piece = try await piece(behind: place) {
            count += piece.lines.count
            place = piece.next
        }
        return count
    }
}
