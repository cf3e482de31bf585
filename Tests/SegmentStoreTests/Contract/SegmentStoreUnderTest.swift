import DaybookTesting
import Evidence
import Glibc
import Logbook
import Logging
import SegmentStore

/// A segment store in a folder; small bounds, so that little data reaches every path.
struct SegmentStoreUnderTest: StoreUnderTest {
    let folder: String
    let fileSystem: any FileSystem
    let time: TimeSource
    /// Threads for questions.
    var readerCount = 4
    var shape = SegmentShape.standard
    /// Bytes of what is kept for the next question.
    var cacheByteCount: Int?

    /// A few rows make a block, and fewer a page.
    static let smallShape = SegmentShape(
        blockRowCount: 24, blockByteCount: 40_000, pageRowCount: 5, pageByteCount: 8_000)

    static let options = StoreOptions(
        sealPolicy: SealPolicy(textByteCount: 200_000), maintenanceInterval: .milliseconds(5),
        journalFileByteCount: 32 << 10, checkpointKey: checkpointKey)

    static let checkpointKey = NoteKey.random()

    func open() async throws -> any LogStore {
        var options = Self.options
        options.readerCount = readerCount
        options.segmentShape = shape
        options.cacheByteCount = cacheByteCount ?? options.cacheByteCount
        return try await SegmentStore.open(
            folder: folder, options: options, fileSystem: fileSystem, time: time, logger: .silent)
    }

    func close(_ store: any LogStore) async throws {
        await (store as? SegmentStore)?.close()
    }
}

extension Logger {
    /// Failures are provoked here by the thousand; nobody wants to read of each.
    static let silent = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
}

/// A folder of the machine that is gone after the body.
func withTemporaryFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    var template = Array("/tmp/daybook-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil, let path = String(validating: template.dropLast().map(UInt8.init), as: UTF8.self)
    else { throw ContractViolation("cannot make a temporary folder: error \(errno)") }
    do {
        let result = try await body(path)
        try removeTree(path)
        return result
    } catch {
        try removeTree(path)
        throw error
    }
}

private func removeTree(_ path: String) throws {
    let fileSystem = LinuxFileSystem()
    for name in (try? fileSystem.list(path)) ?? [] {
        let child = path + "/" + name
        if unlink(child) != 0 {
            try removeTree(child)
        }
    }
    rmdir(path)
}
