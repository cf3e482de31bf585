internal import SegmentStore

/// The content of a `CrashingFileSystem`. Folders are there once anything is asked of them.
struct SimulatedDisk {
    enum NameChange {
        case create(String, SimulatedFile)
        case rename(String, String)
        case remove(String)

        var folder: String {
            switch self {
            case .create(let path, _), .rename(let path, _), .remove(let path): SimulatedDisk.folder(of: path)
            }
        }
    }

    var generator: SeededGenerator
    /// Names as every process sees them now.
    private(set) var names: [String: SimulatedFile] = [:]
    private var durableNames: [String: SimulatedFile] = [:]
    private var pendingChanges: [NameChange] = []
    var locks: Set<String> = []
    var callCount = 0
    var faults: [Int: CrashingFileSystem.Fault] = [:]
    var lastCall = Int.max

    init(generator: SeededGenerator) {
        self.generator = generator
    }

    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    var isPowerOff: Bool { callCount >= lastCall }

    /// Counts a call and lets it fail when its turn has come.
    @discardableResult
    mutating func enter(
        _ call: String, _ path: String, mayBeShort: Bool = false
    ) throws -> CrashingFileSystem.Fault? {
        callCount += 1
        if isPowerOff {
            throw FileSystemError(number: FileSystemError.inputOutput, call, path)
        }
        switch faults[callCount] {
        case nil: return nil
        case .shortWrite: return mayBeShort ? .shortWrite : nil
        case .inputOutput: throw FileSystemError(number: FileSystemError.inputOutput, call, path)
        case .noSpace: throw FileSystemError(number: FileSystemError.noSpace, call, path)
        }
    }

    mutating func open(_ path: String, creates: Bool) throws -> SimulatedFile {
        if let file = names[path] {
            if creates {
                file.truncate(to: 0)
            }
            return file
        }
        guard creates else { throw FileSystemError(number: FileSystemError.notFound, "open", path) }
        let file = SimulatedFile()
        change(.create(path, file))
        return file
    }

    mutating func change(_ change: NameChange) {
        Self.apply(change, to: &names)
        pendingChanges.append(change)
    }

    mutating func synchronizeFolder(_ path: String) {
        let changes = pendingChanges.filter { $0.folder == path }
        pendingChanges.removeAll { $0.folder == path }
        for change in changes {
            Self.apply(change, to: &durableNames)
        }
    }

    mutating func afterCrash(keepsAll: Bool) -> SimulatedDisk {
        var next = SimulatedDisk(generator: SeededGenerator(seed: generator.next()))
        var survivors = durableNames
        var changes = pendingChanges
        if !keepsAll {
            for change in changes where generator.chance(0.5) {
                Self.apply(change, to: &survivors)
            }
            changes = []
        }
        // Files are copied once each, because one may be known under several names and in changes yet to come.
        var copies: [ObjectIdentifier: SimulatedFile] = [:]
        for (path, file) in survivors.sorted(by: { $0.key < $1.key }) {
            next.durableNames[path] = copy(file, keepsAll: keepsAll, &copies)
        }
        next.names = next.durableNames
        for change in changes {
            if case .create(let path, let file) = change {
                next.change(.create(path, copy(file, keepsAll: keepsAll, &copies)))
            } else {
                next.change(change)
            }
        }
        return next
    }

    private mutating func copy(
        _ file: SimulatedFile, keepsAll: Bool, _ copies: inout [ObjectIdentifier: SimulatedFile]
    ) -> SimulatedFile {
        let copy = copies[ObjectIdentifier(file)] ?? file.afterCrash(keepsAll: keepsAll, using: &generator)
        copies[ObjectIdentifier(file)] = copy
        return copy
    }

    mutating func flip(_ path: String, at offset: Int) {
        names[path]?.flip(at: offset)
    }

    private static func apply(_ change: NameChange, to names: inout [String: SimulatedFile]) {
        switch change {
        case .create(let path, let file):
            names[path] = file
        case .rename(let path, let newPath):
            if let file = names.removeValue(forKey: path) {
                names[newPath] = file
            }
        case .remove(let path):
            names[path] = nil
        }
    }
}
