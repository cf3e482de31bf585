import DaybookTesting
import Evidence
import Logbook
import SegmentStore
import Testing

struct ProjectLogTests {
    private let stream = Stream.access(project: "项目 p", cluster: "c")
    private let clock = TestClock()
    private let log = "/store/projects/00000001.log"
    private let checkpoint = "/store/projects/00000001.checkpoint"

    private func open(
        _ disk: CrashingFileSystem, key: NoteKey? = SegmentStoreUnderTest.checkpointKey
    ) async throws -> SegmentStore {
        var options = SegmentStoreUnderTest.options
        options.checkpointKey = key
        return try await SegmentStore.open(
            folder: "/store", options: options, fileSystem: disk, time: clock.timeSource, logger: .silent)
    }

    private func seal(_ count: Int64, in store: SegmentStore, _ stream: Logbook.Stream? = nil) async throws -> Segment {
        let stream = stream ?? self.stream
        _ = try await store.append(
            (0..<count).map { .access(.sample(sequence: $0)) }, to: stream, durability: .strict)
        return try #require(try await store.seal(.all).first)
    }

    @Test
    func `what is sealed and what is deleted is in the log, in this order, under a signed checkpoint`() async throws {
        let store = try await open(CrashingFileSystem(seed: 1))
        #expect(try await store.checkpoint(ofProject: stream.project) == nil)
        var tree = GrowingTree()
        var segments: [Segment] = []
        for count in 1...5 {
            segments.append(try await seal(Int64(count), in: store))
            tree.append(ProjectLogEntry(segments[count - 1]).leaf)
        }
        clock.advance(by: .seconds(1))
        _ = try await store.prune([segments[1].id], for: .request(by: "王"))
        let deletion = try #require(try await store.deletions(DeletionQuery(streams: .all)).deletions.first)
        tree.append(ProjectLogEntry(deletion).leaf)

        let note = try #require(try await store.checkpoint(ofProject: stream.project))
        let verifier = try #require(store.verifier(ofProject: stream.project))
        try verifier.verify(note)
        #expect(
            try Checkpoint(text: note.text)
                == Checkpoint(origin: "daybook/%E9%A1%B9%E7%9B%AE%20p", count: 6, root: tree.root))
        #expect(
            try await store.verify().projectLogs
                == [ProjectLogSummary(project: stream.project, entryCount: 6, root: tree.root)])
        await store.close()
    }

    @Test
    func `projects have logs of their own, and one tells nothing of the other`() async throws {
        let store = try await open(CrashingFileSystem(seed: 1))
        _ = try await seal(3, in: store)
        let note = try await store.checkpoint(ofProject: stream.project)
        _ = try await seal(3, in: store, .access(project: "q", cluster: "c"))
        #expect(try await store.checkpoint(ofProject: stream.project) == note)
        #expect(try await store.checkpoint(ofProject: "q").map { try Checkpoint(text: $0.text).count } == 1)
        #expect(try await store.checkpoint(ofProject: "r") == nil)
        await store.close()
    }

    @Test
    func `a kept checkpoint is a beginning of the log for ever, also after restarts and deletions`() async throws {
        let disk = CrashingFileSystem(seed: 1)
        var kept: [SignedNote] = []
        var segments: [Segment] = []
        for _ in 0..<6 {
            let store = try await open(disk)
            segments.append(try await seal(2, in: store))
            if segments.count > 3 {
                _ = try await store.prune([segments.removeFirst().id], for: .age(days: 30))
            }
            kept.append(try #require(try await store.checkpoint(ofProject: stream.project)))
            for note in kept {
                let continuation = try await store.continuation(of: note)
                #expect(continuation.problem == nil)
                #expect(continuation.project == stream.project)
                let root = try Checkpoint(text: try #require(continuation.today).text).root
                #expect(try #require(continuation.proof).proves(continuation.kept.root, isBeginningOf: root))
            }
            await store.close()
        }
    }

    @Test
    func `a checkpoint of another history, of another key or of no log here is told apart`() async throws {
        let store = try await open(CrashingFileSystem(seed: 1))
        _ = try await seal(2, in: store)
        let other = try await open(CrashingFileSystem(seed: 2))
        _ = try await seal(3, in: other)
        let history = try #require(try await other.checkpoint(ofProject: stream.project))
        #expect(try await store.continuation(of: history).problem?.contains("are not those that were signed") == true)
        _ = try await seal(1, in: other)
        let longer = try #require(try await other.checkpoint(ofProject: stream.project))
        #expect(try await store.continuation(of: longer).problem?.contains("has 2 entries") == true)
        let own = try #require(try await store.checkpoint(ofProject: stream.project))
        let forged = NoteKey.random().sign(own.text, name: LogOrigin.origin(ofProject: stream.project))
        #expect(try await store.continuation(of: forged).problem?.contains("is not signed with the key") == true)
        let root = own.text.split(separator: "\n")[2]
        let elsewhere = NoteKey.random().sign("daybook/x\n1\n\(root)\n", name: "daybook/x")
        #expect(try await store.continuation(of: elsewhere).problem?.contains("there is no log") == true)
        await #expect(throws: EvidenceError(.malformed, "")) {
            try await store.continuation(of: NoteKey.random().sign("no checkpoint\n", name: "x"))
        }
        await store.close()
        await other.close()
    }

    @Test
    func `every sealed record is proven under every checkpoint since, and no other record is`() async throws {
        let store = try await open(CrashingFileSystem(seed: 1))
        var kept: [SignedNote?] = [nil]
        for count in 1...4 {
            _ = try await seal(Int64(count), in: store)
            kept.append(try await store.checkpoint(ofProject: stream.project))
        }
        let verifier = try #require(store.verifier(ofProject: stream.project))
        for sequence in UInt64(1)...10 {
            for (position, note) in kept.enumerated() {
                let segment = [1, 2, 2, 3, 3, 3, 4, 4, 4, 4][Int(sequence) - 1]
                guard note == nil || position >= segment else {
                    await #expect(throws: EvidenceError(.unavailable, "")) {
                        try await store.proof(of: sequence, in: stream, under: note)
                    }
                    continue
                }
                let proof = try await store.proof(of: sequence, in: stream, under: note)
                try proof.check(with: verifier)
                let found = try await store.scan(LogQuery(stream: stream, order: .oldestFirst, limit: 10)).records
                #expect(proof.record == RecordEncoding.encode(found[Int(sequence) - 1].record))
                for wrong in forgeries(of: proof) {
                    #expect(throws: EvidenceError.self) { try wrong.check(with: verifier) }
                }
            }
        }
        await #expect(throws: EvidenceError(.unavailable, "")) { try await store.proof(of: 11, in: stream, under: nil) }
        await #expect(throws: EvidenceError(.unavailable, "")) { try await store.proof(of: 0, in: stream, under: nil) }
        await store.close()
    }

    private func forgeries(of proof: RecordProof) -> [RecordProof] {
        func forgery(
            sequence: UInt64? = nil, record: [UInt8]? = nil, entry: [UInt8]? = nil, index: Int? = nil
        ) -> RecordProof {
            RecordProof(
                stream: proof.stream, sequence: sequence ?? proof.sequence, record: record ?? proof.record,
                inSegment: InclusionProof(
                    index: index ?? proof.inSegment.index, count: proof.inSegment.count, path: proof.inSegment.path),
                entry: entry ?? proof.entry, inLog: proof.inLog, checkpoint: proof.checkpoint)
        }
        var record = proof.record
        record[record.count / 2] ^= 1
        var entry = proof.entry
        entry[entry.count - 1] ^= 1
        return [
            forgery(sequence: proof.sequence + 1), forgery(record: record), forgery(entry: entry),
            forgery(index: proof.inSegment.index + 1), forgery(record: []), forgery(entry: []),
        ]
    }

    @Test
    func `a log that lacks what the manifest has gets it at the start, as after a crash`() async throws {
        let disk = CrashingFileSystem(seed: 1)
        var store = try await open(disk)
        _ = try await seal(2, in: store)
        let before = disk.contents
        _ = try await seal(2, in: store)
        let after = try await store.checkpoint(ofProject: stream.project)
        await store.close()
        for (path, bytes) in before where path == log || path == checkpoint {
            disk.replace(path, with: bytes)
        }
        store = try await open(disk)
        #expect(try await store.verify().firstProblem == nil)
        #expect(try await store.checkpoint(ofProject: stream.project) == after)
        await store.close()
    }

    @Test
    func `a store whose log, checkpoint or key is not the one that it was does not open`() async throws {
        let disk = CrashingFileSystem(seed: 1)
        let store = try await open(disk)
        _ = try await seal(2, in: store)
        let before = disk.contents
        _ = try await seal(2, in: store)
        await store.close()
        await #expect(throws: LogStoreError(.corruption, ""), "another key") { try await open(disk, key: .random()) }
        let entries = disk.contents
        // The log of an earlier day under today's checkpoint.
        disk.replace(log, with: before[log] ?? [])
        await #expect(throws: LogStoreError(.corruption, ""), "an older log") { try await open(disk) }
        disk.replace(log, with: entries[log] ?? [])
        disk.flip(checkpoint, at: 40)
        await #expect(throws: LogStoreError(.corruption, ""), "a damaged checkpoint") { try await open(disk) }
        disk.flip(checkpoint, at: 40)
        try disk.remove(log)
        await #expect(throws: LogStoreError(.corruption, ""), "no log") { try await open(disk) }
    }

    @Test
    func `a log that cannot be written does not keep a segment from being sealed, and is written later`() async throws {
        var callCount = 1
        var call = 0
        while call < callCount {
            call += 1
            let disk = CrashingFileSystem(seed: UInt64(call))
            let store = try await open(disk)
            _ = try await seal(2, in: store)
            _ = try await store.append([.access(.sample())], to: stream, durability: .strict)
            let firstCall = disk.callCount + 1
            disk.fail(atCall: disk.callCount + call, with: .inputOutput)
            _ = try? await store.seal(.all)
            callCount = max(callCount, disk.callCount - firstCall)
            _ = try await seal(1, in: store)
            #expect(try await store.verify().firstProblem == nil, "call \(call)")
            #expect(store.health().projectLogError == nil)
            let count = try await store.segments(SegmentQuery(streams: .all)).totalCount
            #expect(try await store.verify().projectLogs.map(\.entryCount) == [count], "call \(call)")
            await store.close()
            let reopened = try await open(disk)
            #expect(try await reopened.verify().firstProblem == nil, "call \(call)")
            await reopened.close()
        }
    }

    @Test
    func `a store without a key keeps logs and signs nothing`() async throws {
        let disk = CrashingFileSystem(seed: 1)
        let store = try await open(disk, key: nil)
        _ = try await seal(2, in: store)
        #expect(try await store.checkpoint(ofProject: stream.project) == nil)
        #expect(store.verifier(ofProject: stream.project) == nil)
        #expect(try await store.verify().projectLogs.count == 1)
        await store.close()
        let signing = try await open(disk)
        #expect(try await signing.checkpoint(ofProject: stream.project) != nil)
        await signing.close()
    }
}
