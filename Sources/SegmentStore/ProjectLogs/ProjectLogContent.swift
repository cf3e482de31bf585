internal import Evidence
internal import Logbook

/// What the file of a project's log says, read and checked by itself.
struct ProjectLogContent {
    let number: UInt32
    let project: String
    let entries: [ProjectLogEntry]
    /// Bytes up to the end of the last whole frame.
    let byteCount: Int
    /// Bytes behind it: a change that was not finished.
    let tornByteCount: Int

    /// - Throws: `LogStoreError` with `corruption`.
    init(number: UInt32, path: String, fileSystem: any FileSystem) throws {
        let bytes: [UInt8]
        do {
            bytes = try fileSystem.open(path, .read).readAll()
        } catch let error as FileSystemError where error.number == FileSystemError.notFound {
            throw LogStoreError(.corruption, "project log \(path) is missing; restore it from a backup")
        }
        let head = try FileHead.decode(.projectLog, bytes, path: path)
        guard head.number == UInt64(number), head.previousNumber == 0, head.previousByteCount == 0 else {
            throw LogStoreError(.corruption, "\(path) is damaged at byte 16: it is not the file of its name")
        }
        let (frames, end) = try Frame.readAll(bytes, from: FileHead.byteCount, salt: head.number, path: path)
        guard let first = frames.first else {
            throw LogStoreError(.corruption, "\(path) is damaged at byte \(FileHead.byteCount): it names no project")
        }
        do {
            var reader = ByteReader(bytes, in: first.payload)
            project = try reader.text()
            try reader.finish()
            var entries: [ProjectLogEntry] = []
            for frame in frames.dropFirst() {
                var reader = ByteReader(bytes, in: frame.payload)
                while reader.remainingByteCount > 0 {
                    let range = try reader.skip(byteCount: try reader.length())
                    entries.append(try ProjectLogEntry(bytes, in: range))
                }
            }
            self.entries = entries
        } catch {
            throw LogStoreError(.corruption, "\(path) is damaged at byte \(error.offset): \(error.reason.rawValue)")
        }
        self.number = number
        byteCount = end
        tornByteCount = bytes.count - end
    }

    /// What a log has to say when the store has these segments, living and deleted.
    ///
    /// - Returns: what it does not say yet, in the order in which it came to be.
    /// - Throws: `LogStoreError` with `corruption` when it says something else.
    func missing(of expected: [ProjectLogEntry], path: String) throws -> [ProjectLogEntry] {
        var open = Set(expected)
        var closed: Set<Segment.ID> = []
        for (index, entry) in entries.enumerated() {
            guard open.remove(entry) != nil else {
                throw LogStoreError(
                    .corruption, "\(path) has as entry \(index) what the manifest does not know, or has twice")
            }
            switch entry.event {
            case .sealed: closed.insert(entry.segment)
            case .deleted where closed.contains(entry.segment): continue
            case .deleted:
                throw LogStoreError(.corruption, "\(path) deletes with entry \(index) what was not sealed before")
            }
        }
        return open.sorted(by: ProjectLogEntry.cameBefore)
    }
}

extension ProjectLogEntry {
    /// An order in which entries may have come to be; the same whenever it is asked.
    static func cameBefore(_ left: ProjectLogEntry, _ right: ProjectLogEntry) -> Bool {
        func key(_ entry: ProjectLogEntry) -> (Int, Int64, Stream, Int64) {
            switch entry.event {
            case .sealed: (0, entry.segment.closedMilliseconds, entry.segment.stream, 0)
            case .deleted(let time, _):
                (1, time.microseconds, entry.segment.stream, entry.segment.closedMilliseconds)
            }
        }
        return key(left) < key(right)
    }
}
