internal import Logbook
internal import Logging

/// What the journal's folder holds when a store is opened.
struct JournalRecovery {
    /// Files before the last one that count, oldest first.
    private(set) var closedFiles: [JournalFile] = []
    /// The file that the next one follows on. The last file is not it: its entries go into the next one.
    private(set) var previous: (number: UInt64, byteCount: Int) = (0, 0)
    private(set) var nextNumber: UInt64 = 1
    private(set) var spares: [String] = []
    /// What the last file holds that is not sealed.
    private(set) var lastEntries: [JournalEntry] = []
    /// The leases of streams that ever had one, by the position of the stream in the state of the store; `nil` where
    /// it was ended. That end may stand in the last file, which is let go, while the lease stands in one before it.
    private(set) var leases: [Int: Lease?] = [:]
    /// Where the last file ends, unless there is none.
    private(set) var end: FileEnd?
    /// Where the manifest ended when the store was closed; `nil` when it was not.
    private(set) var closing: FileEnd?
    /// Files that do not count once the next file is on disk.
    private(set) var voidPaths: [String] = []

    private let folder: String
    private let fileSystem: any FileSystem
    private let logger: Logger

    /// Reads all files that count.
    ///
    /// - Parameters:
    ///   - start: files below this number are not needed, as the manifest says.
    ///   - take: is handed each entry in the order in which it was written. Returns the position of its stream in
    ///     the state of the store, and whether it is needed, that is, not sealed; throws when numbers are missing.
    ///   - position: the position of a stream in the state of the store.
    /// - Throws: `LogStoreError` with `corruption`.
    init(
        folder: String, fileSystem: any FileSystem, start: UInt64, logger: Logger,
        take: (Stream, PackedRun, _ place: String) throws -> (entry: JournalEntry, isNeeded: Bool),
        position streamIndex: (Stream) -> Int
    ) throws {
        self.folder = folder
        self.fileSystem = fileSystem
        self.logger = logger
        let chain = try findChain(start: start)
        for (position, link) in chain.enumerated() {
            let isLast = position == chain.count - 1
            let byteCount = isLast ? nil : Int(chain[position + 1].previousByteCount)
            try read(link.number, byteCount: byteCount, isLast: isLast, take: take, streamIndex: streamIndex)
        }
        if let last = chain.last {
            previous = (last.previousNumber, Int(last.previousByteCount))
            voidPaths.append(path(last.number))
        }
    }

    /// Sorts out the folder, and follows the heads from the last file back to the first that is needed.
    private mutating func findChain(start: UInt64) throws -> [FileHead] {
        var numbers: Set<UInt64> = []
        for name in try fileSystem.list(folder).sorted() {
            if let number = JournalFileName.number(name) {
                numbers.insert(number)
            } else if JournalFileName.isSpare(name), spares.count < Limits.spareFileCount {
                spares.append(folder + "/" + name)
            } else {
                voidPaths.append(folder + "/" + name)
            }
        }
        nextNumber = max(numbers.max() ?? 0, start) + 1
        var chain: [FileHead] = []
        var number = numbers.max() ?? 0
        while number != 0, number >= start {
            let path = path(number)
            guard numbers.remove(number) != nil else {
                throw LogStoreError(.corruption, "journal file \(path) is missing; restore it from a backup")
            }
            let bytes = try fileSystem.open(path, .read).readAll(count: FileHead.byteCount, at: 0)
            let head = try FileHead.decode(.journal, bytes, path: path)
            guard head.number == number, head.previousNumber < number else {
                throw LogStoreError(.corruption, "\(path) is damaged at byte 16: it is not the file of its name")
            }
            chain.insert(head, at: 0)
            number = head.previousNumber
        }
        voidPaths += numbers.sorted().map(path)
        return chain
    }

    /// - Parameter byteCount: bytes of the file that count, as its successor says; `nil` for the last file.
    private mutating func read(
        _ number: UInt64, byteCount: Int?, isLast: Bool,
        take: (Stream, PackedRun, String) throws -> (entry: JournalEntry, isNeeded: Bool),
        streamIndex: (Stream) -> Int
    ) throws {
        let path = path(number)
        var bytes = try fileSystem.open(path, .read).readAll()
        if let byteCount {
            bytes.removeLast(max(0, bytes.count - byteCount))
        }
        let (frames, end) = try Frame.readAll(bytes, from: FileHead.byteCount, salt: number, path: path)
        if let byteCount, end != byteCount {
            throw LogStoreError(.corruption, "\(path) is damaged at byte \(end); restore it from a backup")
        }
        var file = JournalFile(number: number, byteCount: end)
        for frame in frames {
            let place = "\(path) at byte \(frame.offset)"
            let content: JournalItem.Content
            do {
                content = try JournalItem.decode(bytes, in: frame.payload)
            } catch {
                throw LogStoreError(.corruption, "journal is damaged in \(place): \(error.reason.rawValue)")
            }
            closing = nil
            switch content {
            case .records(let stream, let run):
                let (entry, isNeeded) = try take(stream, run, place)
                file.note(.records(entry))
                if isLast && isNeeded {
                    lastEntries.append(entry)
                }
            case .lease(let stream, let lease):
                leases.updateValue(lease, forKey: streamIndex(stream))
            case .closing(let manifest):
                closing = manifest
            }
        }
        if isLast {
            self.end = FileEnd(number: number, byteCount: end)
        }
        if !isLast {
            closedFiles.append(file)
        } else if bytes[end...].contains(where: { $0 != 0 }) {
            logger.notice(
                "journal ends in bytes that are no whole frame; nothing of them was acknowledged",
                metadata: ["file": "\(path)", "offset": "\(end)"])
        }
    }

    private func path(_ number: UInt64) -> String {
        folder + "/" + JournalFileName.name(number)
    }
}
