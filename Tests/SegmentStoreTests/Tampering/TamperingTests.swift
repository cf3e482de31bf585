import DaybookTesting
import Evidence
import Glibc
import Logbook
import Testing

@testable import SegmentStore

struct TamperingTests {
    /// Of a normal run; `DAYBOOK_TAMPERINGS` asks for more, `DAYBOOK_TAMPERING_SEED` for others.
    private static let count = getenv("DAYBOOK_TAMPERINGS").flatMap { Int(String(cString: $0)) } ?? 10_000
    private static let seed = getenv("DAYBOOK_TAMPERING_SEED").flatMap { UInt64(String(cString: $0)) } ?? 1

    @Test(arguments: 0..<4)
    func `verify finds every flipped bit, swap, cut and removed file`(part: Int) async throws {
        let seed = Self.seed &+ UInt64(part)
        var generator = SeededGenerator(seed: seed)
        let disk = CrashingFileSystem(seed: seed)
        let store = try await filled(disk)
        #expect(try await store.verify().firstProblem == nil)
        let contents = disk.contents
        let counting = bytesThatCount(of: store, contents)
        #expect(counting.count >= 9)
        for _ in 0..<Self.count / 4 {
            let tampering = Tampering.random(of: counting, contents: contents, using: &generator)
            let (path, bytes) = tampering.apply(to: contents)
            if let bytes {
                disk.replace(path, with: bytes)
            } else {
                try disk.remove(path)
            }
            let problem = try await store.verify().firstProblem
            guard problem?.contains(path) == true else {
                Issue.record("seed \(seed): \(tampering): \(problem ?? "not found")")
                return
            }
            if bytes == nil {
                _ = try disk.open(path, .create)
            }
            disk.replace(path, with: contents[path] ?? [])
        }
        #expect(try await store.verify().firstProblem == nil)
        await store.close()
    }

    @Test
    func `a store that was closed is found changed when it is opened or verified`() async throws {
        var generator = SeededGenerator(seed: Self.seed)
        let disk = CrashingFileSystem(seed: Self.seed)
        let store = try await filled(disk)
        // Logs of projects are written anew from the manifest, so what happens to them while it is closed is undone.
        // The last frame of the manifest is the one that says that the store was closed.
        let counting = bytesThatCount(of: store, disk.contents).filter { !$0.path.hasPrefix("/store/projects/") }
        #expect(counting.count >= 5)
        await store.close()
        let contents = disk.contents
        for trial in 0..<600 {
            let tampering = Tampering.random(of: counting, contents: contents, using: &generator)
            let (path, bytes) = tampering.apply(to: contents)
            let copy = CrashingFileSystem(seed: UInt64(trial))
            for folder in ["journal", "segments", "projects"] { try copy.createFolder("/store/" + folder) }
            for (name, content) in contents where name != path || bytes != nil {
                _ = try copy.open(name, .create)
                copy.replace(name, with: name == path ? bytes ?? [] : content)
            }
            let problem = await problem(in: copy)
            guard problem?.contains(path) == true else {
                Issue.record("seed \(Self.seed): \(tampering): \(problem ?? "not found")")
                return
            }
        }
    }

    /// The first thing that opening or verifying finds wrong.
    private func problem(in disk: CrashingFileSystem) async -> String? {
        do {
            let store = try await open(disk)
            let problem = try await store.verify().firstProblem
            await store.close()
            return problem
        } catch {
            return "\(error)"
        }
    }

    private func open(_ disk: CrashingFileSystem) async throws -> SegmentStore {
        var options = SegmentStoreUnderTest.options
        options.journalFileByteCount = 4_096
        return try await SegmentStore.open(
            folder: "/store", options: options, fileSystem: disk, time: TestClock().timeSource, logger: .silent)
    }

    /// Three segments of two streams and a deleted one, two journal files, manifest, two logs with checkpoints.
    private func filled(_ disk: CrashingFileSystem) async throws -> SegmentStore {
        let store = try await open(disk)
        let streams = [Stream.access(project: "p", cluster: "c"), .audit(project: "q", instance: "i", node: "节点")]
        for round in 0..<2 {
            for stream in streams {
                _ = try await store.append(records(of: stream, round), to: stream, durability: .strict)
            }
            _ = try await store.seal(.all)
        }
        let oldest = try await store.segments(SegmentQuery(streams: StreamSelection(kind: .audit))).segments
        _ = try await store.prune(oldest.suffix(1).map(\.id), for: .age(days: 30))
        for round in 0..<8 {
            for stream in streams {
                _ = try await store.append(records(of: stream, round), to: stream, durability: .strict)
            }
        }
        return store
    }

    private func records(of stream: Logbook.Stream, _ round: Int) -> [LogRecord] {
        (0..<2).map { number in
            stream.kind == .access
                ? .access(.sample(sequence: Int64(number))) : .audit(.sample(requestID: Int32(10 * round + number)))
        }
    }

    /// The lock is empty; a journal file has room behind its last frame, and spares are void as a whole.
    private func bytesThatCount(
        of store: SegmentStore, _ contents: [String: [UInt8]]
    ) -> [(path: String, byteCount: Int)] {
        let journal = store.committer.withJournal { $0.files }
        let lengths = Dictionary(
            uniqueKeysWithValues: journal.map { ("/store/journal/" + JournalFileName.name($0.number), $0.byteCount) })
        return contents.keys.sorted().compactMap { path in
            guard !path.hasSuffix(".spare"), path != "/store/lock" else { return nil }
            let length = path.hasPrefix("/store/journal/") ? lengths[path] : contents[path]?.count
            return length.map { (path, $0) }
        }
    }
}
