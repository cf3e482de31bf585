package import SegmentStore
internal import Synchronization

/// Files in memory that may be cut off from power.
///
/// What was synchronized is kept apart from what was not. A crash keeps, drops or garbles each write that was not
/// synchronized, sector by sector, and keeps or drops each new, changed or removed name whose folder was not. A call
/// can be made to fail, and power can be made to go at a call. All of it follows the seed.
package final class CrashingFileSystem: FileSystem {
    package enum Fault: Sendable, CaseIterable {
        case inputOutput
        case noSpace
        /// A write takes only a part of the bytes and says so; other calls work.
        case shortWrite
    }

    let disk: Mutex<SimulatedDisk>

    package init(seed: UInt64) {
        disk = Mutex(SimulatedDisk(generator: SeededGenerator(seed: seed)))
    }

    private init(_ disk: consuming sending SimulatedDisk) {
        self.disk = Mutex(disk)
    }

    /// Calls that were made so far.
    package var callCount: Int { disk.withLock { $0.callCount } }

    /// Lets one call fail, counted from the first call ever made.
    package func fail(atCall number: Int, with fault: Fault) {
        disk.withLock { $0.faults[number] = fault }
    }

    /// Lets every call from this one on fail, for ever: the machine is off.
    package func cutPower(atCall number: Int) {
        disk.withLock { $0.lastCall = number }
    }

    package var isPowerOff: Bool { disk.withLock { $0.isPowerOff } }

    /// What the next process finds.
    ///
    /// - Parameter keepsAll: only the process ended, the machine did not: nothing is lost.
    package func afterCrash(keepsAll: Bool = false) -> CrashingFileSystem {
        CrashingFileSystem(disk.withLock { $0.afterCrash(keepsAll: keepsAll) })
    }

    /// Changes one byte that is on disk.
    package func flip(_ path: String, at offset: Int) {
        disk.withLock { $0.flip(path, at: offset) }
    }

    /// All files by their paths.
    package var contents: [String: [UInt8]] {
        disk.withLock { $0.names.mapValues(\.current) }
    }

    /// Puts something else on disk in the place of a file's content.
    package func replace(_ path: String, with bytes: [UInt8]) {
        disk.withLock { $0.names[path]?.replace(with: bytes) }
    }

    package func byteCount(_ path: String) -> Int {
        disk.withLock { $0.names[path]?.current.count ?? 0 }
    }

    package func createFolder(_ path: String) throws {
        _ = try disk.withLock { try $0.enter("create folder", path) }
    }

    package func list(_ folder: String) throws -> [String] {
        try disk.withLock { disk in
            try disk.enter("list", folder)
            return disk.names.keys.filter { SimulatedDisk.folder(of: $0) == folder }.map {
                String($0.dropFirst(folder.count + 1))
            }
        }
    }

    package func open(_ path: String, _ mode: FileMode) throws -> any OpenFile {
        let file = try disk.withLock { disk in
            try disk.enter("open", path)
            return try disk.open(path, creates: mode == .create)
        }
        return CrashingFile(path: path, file: file, fileSystem: self)
    }

    package func rename(_ path: String, to newPath: String) throws {
        try disk.withLock { disk in
            try disk.enter("rename", path)
            guard disk.names[path] != nil else {
                throw FileSystemError(number: FileSystemError.notFound, "rename", path)
            }
            disk.change(.rename(path, newPath))
        }
    }

    package func remove(_ path: String) throws {
        try disk.withLock { disk in
            try disk.enter("remove", path)
            guard disk.names[path] != nil else {
                throw FileSystemError(number: FileSystemError.notFound, "remove", path)
            }
            disk.change(.remove(path))
        }
    }

    package func synchronizeFolder(_ path: String) throws {
        try disk.withLock { disk in
            try disk.enter("synchronize", path)
            disk.synchronizeFolder(path)
        }
    }

    package func lock(_ path: String) throws -> (any FileLock)? {
        let isFree = try disk.withLock { disk in
            try disk.enter("lock", path)
            return disk.locks.insert(path).inserted
        }
        return isFree ? CrashingLock(path: path, fileSystem: self) : nil
    }
}

private final class CrashingLock: FileLock {
    private let path: String
    private let fileSystem: CrashingFileSystem

    init(path: String, fileSystem: CrashingFileSystem) {
        self.path = path
        self.fileSystem = fileSystem
    }

    deinit {
        fileSystem.disk.withLock { _ = $0.locks.remove(path) }
    }
}

private final class CrashingFile: OpenFile {
    let path: String
    private let file: SimulatedFile
    private let fileSystem: CrashingFileSystem

    init(path: String, file: SimulatedFile, fileSystem: CrashingFileSystem) {
        self.path = path
        self.file = file
        self.fileSystem = fileSystem
    }

    func byteCount() throws -> Int {
        try fileSystem.disk.withLock { disk in
            try disk.enter("inspect", path)
            return file.current.count
        }
    }

    func write(_ bytes: Span<UInt8>, at offset: Int) throws -> Int {
        var content: [UInt8] = []
        content.reserveCapacity(bytes.count)
        for index in bytes.indices {
            content.append(bytes[index])
        }
        return try fileSystem.disk.withLock { disk in
            let isShort = try disk.enter("write", path, mayBeShort: true) == .shortWrite
            if isShort {
                content.removeLast(content.count / 2)
            }
            file.write(content, at: offset)
            return content.count
        }
    }

    func read(count: Int, at offset: Int) throws -> [UInt8] {
        try fileSystem.disk.withLock { disk in
            try disk.enter("read", path)
            let start = min(offset, file.current.count)
            return Array(file.current[start..<min(start + count, file.current.count)])
        }
    }

    func synchronize() throws {
        try fileSystem.disk.withLock { disk in
            do {
                try disk.enter("synchronize", path)
            } catch {
                // As after a failed fsync: the pages count as clean, whether or not they came to the disk.
                if !disk.isPowerOff {
                    file.settle(using: &disk.generator)
                }
                throw error
            }
            file.synchronize()
        }
    }

    func preallocate(byteCount: Int) throws {
        try fileSystem.disk.withLock { disk in
            try disk.enter("reserve space for", path)
            file.grow(to: byteCount)
        }
    }

    func truncate(byteCount: Int) throws {
        try fileSystem.disk.withLock { disk in
            try disk.enter("truncate", path)
            file.truncate(to: byteCount)
        }
    }
}
