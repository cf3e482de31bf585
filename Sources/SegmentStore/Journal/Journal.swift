internal import Logbook
internal import Logging

/// The files that hold what is not sealed yet, for all streams together. Used by one thread at a time.
///
/// Each file names in its head the file before it and how many bytes of that one count. So whatever a failed write
/// left behind the last synchronized frame of a file is void from the moment on at which its successor is on disk,
/// and can neither be counted twice nor stand in the way of records that get its sequence numbers.
struct Journal {
    private let folder: String
    private let fileSystem: any FileSystem
    private let fileByteCount: Int
    private let logger: Logger
    /// The file that is written to; `nil` from a failure until the next append.
    private var active: (file: any OpenFile, facts: JournalFile)?
    /// Up to where the active file was written to before; behind it, it has room that was never written.
    private var writtenThrough = 0
    /// Files before the active one, oldest first, that may hold records which are not sealed.
    private(set) var closedFiles: [JournalFile]
    private var previous: (number: UInt64, byteCount: Int)
    private var nextNumber: UInt64
    private var spares: [String]
    private var buffer: [UInt8] = []
    /// The file with the open lease of a stream, by the stream's position in the state of the store.
    private var leaseFiles: [Int: UInt64] = [:]

    /// - Parameter recovered: what was found when the store was opened.
    init(
        folder: String, fileSystem: any FileSystem, fileByteCount: Int, logger: Logger, recovered: JournalRecovery
    ) {
        self.folder = folder
        self.fileSystem = fileSystem
        self.fileByteCount = fileByteCount
        self.logger = logger
        self.closedFiles = recovered.closedFiles
        self.previous = recovered.previous
        self.nextNumber = recovered.nextNumber
        self.spares = recovered.spares
    }

    /// Writes entries behind each other and returns when they are on disk.
    ///
    /// - Throws: then none of them counts, the file is not written to again, and the next append begins a new one.
    mutating func append(_ items: [JournalItem]) throws {
        let neededByteCount = items.reduce(0) { $0 + $1.maximumByteCount }
        if let facts = active?.facts, facts.byteCount > FileHead.byteCount,
            facts.byteCount + neededByteCount > fileByteCount
        {
            close()
        }
        if active == nil {
            try begin(with: [])
        }
        guard let file = active?.file, var facts = active?.facts else {
            preconditionFailure("a journal that began has an active file")
        }
        fill(items, facts: facts)
        do {
            try file.writeAll(buffer, at: facts.byteCount)
            try writeAhead(in: file, from: facts.byteCount + buffer.count)
            try file.synchronize()
        } catch {
            close()
            throw error
        }
        facts.byteCount += buffer.count
        note(items, in: &facts)
        active = (file, facts)
    }

    /// Begins a file that starts with these items; all of it is on disk before it has its name.
    mutating func begin(with items: [JournalItem]) throws {
        precondition(active == nil, "the file before has to be closed")
        let number = nextNumber
        nextNumber += 1
        var facts = JournalFile(number: number, byteCount: FileHead.byteCount)
        let head = FileHead(
            number: number, previousNumber: previous.number, previousByteCount: UInt64(previous.byteCount))
        fill(items, facts: facts)
        let bytes = head.encode(.journal) + buffer
        let path = folder + "/" + JournalFileName.name(number)
        let file: any OpenFile
        // A file that begins with items is a new one: was it begun before and lost in a crash, then frames of that
        // attempt, which had the same number, must not follow on those of this one.
        if items.isEmpty, let spare = spares.popLast() {
            file = try fileSystem.open(spare, .update)
            try file.writeAll(bytes, at: 0)
            try fileSystem.publish(file, at: spare, as: path, in: folder)
            writtenThrough = fileByteCount
        } else {
            file = try fileSystem.createDurably(path, in: folder) { file in
                try file.preallocate(byteCount: fileByteCount)
                try file.writeAll(bytes, at: 0)
                return file
            }
            writtenThrough = bytes.count
        }
        facts.byteCount = bytes.count
        note(items, in: &facts)
        active = (file, facts)
    }

    /// Writes that the store was closed, and when the manifest ended where.
    ///
    /// - Returns: where the journal ends.
    mutating func finish(manifest: FileEnd) throws -> FileEnd {
        try append([.closing(manifest)])
        guard let facts = active?.facts else {
            preconditionFailure("a journal that was appended to has an active file")
        }
        return FileEnd(number: facts.number, byteCount: facts.byteCount)
    }

    /// Writes zeros into room that was never written, before small groups reach it. The file system has to note that
    /// such room is filled, which is one more write of the disk in a sync; so it is one for many of them.
    private mutating func writeAhead(in file: any OpenFile, from end: Int) throws {
        guard end > writtenThrough else { return }
        writtenThrough = end
        guard buffer.count <= Limits.smallGroupByteCount else { return }
        let byteCount = min(Limits.zerosByteCount, fileByteCount - end)
        guard byteCount > 0 else { return }
        try file.writeAll([UInt8](repeating: 0, count: byteCount), at: end)
        writtenThrough = end + byteCount
    }

    private mutating func note(_ items: [JournalItem], in facts: inout JournalFile) {
        for item in items {
            facts.note(item)
            if case .lease(let change) = item {
                leaseFiles[change.streamIndex] = change.lease.map { _ in facts.number }
            }
        }
    }

    /// Stops writing to the active file. What counts of it is what was synchronized.
    private mutating func close() {
        guard let facts = active?.facts else { return }
        previous = (facts.number, facts.byteCount)
        closedFiles.append(facts)
        active = nil
    }

    /// Bytes of all files, roughly.
    var byteCount: Int {
        closedFiles.reduce(0) { $0 + max($1.byteCount, fileByteCount) } + (active?.facts.byteCount ?? 0)
    }

    /// The number below which no file is needed when streams are sealed through these sequence numbers: none of them
    /// holds open records, or an open lease.
    func start(sealedThrough: [UInt64]) -> UInt64 {
        let withRecords =
            closedFiles.first { file in
                !file.lastSequences.allSatisfy { $0.key < sealedThrough.count && $0.value <= sealedThrough[$0.key] }
            }?.number ?? active?.facts.number ?? nextNumber
        return min(withRecords, leaseFiles.values.min() ?? .max)
    }

    /// Positions of the streams whose records keep the oldest closed file from being let go.
    func streamsHoldingOldestFile(sealedThrough: [UInt64]) -> [Int] {
        guard let file = closedFiles.first else { return [] }
        return file.lastSequences.filter { $0.key < sealedThrough.count && $0.value > sealedThrough[$0.key] }
            .keys.sorted()
    }

    /// All files with the bytes of each that are on disk and count, oldest first.
    var files: [JournalFile] {
        closedFiles + (active.map { [$0.facts] } ?? [])
    }

    /// Lets go of the files below a number that the manifest has on disk. Some are kept to be written over.
    mutating func retire(below start: UInt64) {
        while let file = closedFiles.first, file.number < start {
            closedFiles.removeFirst()
            discard(number: file.number, byteCount: file.byteCount)
        }
    }

    private mutating func discard(number: UInt64, byteCount: Int) {
        let path = folder + "/" + JournalFileName.name(number)
        do {
            if spares.count < Limits.spareFileCount, byteCount <= fileByteCount {
                let spare = folder + "/" + JournalFileName.spare(number)
                try fileSystem.rename(path, to: spare)
                spares.append(spare)
            } else {
                try fileSystem.remove(path)
            }
        } catch {
            // Recovery passes over files below the manifest's mark and removes them.
            logger.warning("journal file stays until the next start", metadata: ["error": "\(error)"])
        }
    }

    /// Puts the frames of these items into the buffer, as they are to stand behind what the file has.
    private mutating func fill(_ items: [JournalItem], facts: JournalFile) {
        if buffer.capacity > Limits.retainedBufferByteCount {
            buffer = []
        }
        buffer.removeAll(keepingCapacity: true)
        for item in items {
            Frame.append(
                to: &buffer, offset: facts.byteCount + buffer.count, salt: facts.number,
                onDiskByteCount: facts.byteCount
            ) { item.encode(into: &$0) }
        }
    }
}
