internal import Glibc

/// The files of the machine. The one place of the store that calls the system and handles pointers.
package struct LinuxFileSystem: FileSystem {
    package init() {}

    package func createFolder(_ path: String) throws {
        if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST {
            return
        }
        guard errno == ENOENT, let end = path.lastIndex(of: "/"), end > path.startIndex else {
            throw FileSystemError(number: errno, "create folder", path)
        }
        try createFolder(String(path[..<end]))
        try check("create folder", path) { unsafe mkdir(path, 0o700) }
    }

    package func list(_ folder: String) throws -> [String] {
        guard let stream = unsafe opendir(folder) else {
            throw FileSystemError(number: errno, "list", folder)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                let capacity = MemoryLayout.size(ofValue: unsafe pointer.pointee)
                return unsafe pointer.withMemoryRebound(to: CChar.self, capacity: capacity) {
                    unsafe String(cString: $0)
                }
            }
            if name != "." && name != ".." {
                names.append(name)
            }
            errno = 0
        }
        guard errno == 0 else { throw FileSystemError(number: errno, "list", folder) }
        return names
    }

    package func open(_ path: String, _ mode: FileMode) throws -> any OpenFile {
        let flags =
            switch mode {
            case .read: O_RDONLY
            case .update: O_RDWR
            case .create: O_RDWR | O_CREAT | O_TRUNC
            }
        let descriptor = try check("open", path) { unsafe Glibc.open(path, flags | O_CLOEXEC, 0o600) }
        return LinuxFile(path: path, descriptor: descriptor)
    }

    package func rename(_ path: String, to newPath: String) throws {
        try check("rename", path) { unsafe Glibc.rename(path, newPath) }
    }

    package func remove(_ path: String) throws {
        try check("remove", path) { unsafe unlink(path) }
    }

    package func synchronizeFolder(_ path: String) throws {
        let descriptor = try check("open", path) { unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { Glibc.close(descriptor) }
        try check("synchronize", path) { fsync(descriptor) }
    }

    package func lock(_ path: String) throws -> (any FileLock)? {
        let descriptor = try check("open", path) { unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
        let file = LinuxFile(path: path, descriptor: descriptor)
        return try file.takeLock() ? file : nil
    }
}

/// A file descriptor; closed with the last reference, which also gives up a lock.
private final class LinuxFile: OpenFile, FileLock {
    let path: String
    private let descriptor: CInt

    init(path: String, descriptor: CInt) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        // Nothing is lost with an error here: whatever has to last was synchronized before.
        Glibc.close(descriptor)
    }

    func takeLock() throws -> Bool {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: return false
            default: throw FileSystemError(number: errno, "lock", path)
            }
        }
        return true
    }

    func byteCount() throws -> Int {
        var status = stat()
        try check("inspect", path) { unsafe fstat(descriptor, &status) }
        return Int(status.st_size)
    }

    func write(_ bytes: Span<UInt8>, at offset: Int) throws -> Int {
        try check("write", path) {
            unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
        }
    }

    func read(count: Int, at offset: Int) throws -> [UInt8] {
        try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            initializedCount = try check("read", path) {
                unsafe pread(descriptor, buffer.baseAddress, count, off_t(offset))
            }
        }
    }

    func synchronize() throws {
        try check("synchronize", path) { fdatasync(descriptor) }
    }

    func preallocate(byteCount: Int) throws {
        let number = posix_fallocate(descriptor, 0, off_t(byteCount))
        guard number == 0 else { throw FileSystemError(number: number, "reserve space for", path) }
    }

    func truncate(byteCount: Int) throws {
        try check("truncate", path) { ftruncate(descriptor, off_t(byteCount)) }
    }
}

/// Calls until the call is not interrupted, and throws what it says on failure.
@discardableResult
private func check<Result: SignedInteger>(
    _ call: String, _ path: String, _ body: () -> Result
) throws(FileSystemError) -> Result {
    while true {
        let result = body()
        if result >= 0 {
            return result
        }
        if errno != EINTR {
            throw FileSystemError(number: errno, call, path)
        }
    }
}
