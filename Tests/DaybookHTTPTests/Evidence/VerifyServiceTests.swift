import DaybookHTTP
import DaybookTesting
import Evidence
import Foundation
import Logbook
import SegmentStore
import Testing

@Suite struct VerifyServiceTests {
    private func answer(_ question: VerifyQuestion, of store: any EvidenceSource) async throws -> VerifyAnswer {
        try await VerifyService(store: store).answer(question) { _ in }
    }

    private func call(_ request: RequestID) -> VerifyQuestion {
        VerifyQuestion(
            call: .init(
                project: ControlHouse.project, cluster: ControlHouse.cluster, requestID: request.rawValue))
    }

    private func event(_ sequence: UInt64, node: String = ControlHouse.node) -> VerifyQuestion {
        VerifyQuestion(
            record: .init(
                project: ControlHouse.project, instance: ControlHouse.instance, node: node, sequence: sequence))
    }

    private func requestID(_ record: LogRecord) throws -> RequestID {
        guard case .access(let record) = record else { throw EvidenceError(.unavailable, "no call") }
        return record.requestID
    }

    /// Goes from the record up to the checkpoint with what the answer holds, as somebody without the store does.
    private func check(_ proof: VerifyAnswer.Proof, of record: LogRecord, with verifier: NoteVerifier?) throws {
        func bytes(_ text: String) throws -> [UInt8] { Array(try #require(Data(base64Encoded: text))) }
        func path(_ texts: [String]) throws -> [Fingerprint] { try texts.map { try #require(Fingerprint(bytes($0))) } }
        #expect(try bytes(proof.record) == RecordEncoding.encode(record))
        let note = try SignedNote(proof.checkpoint)
        try #require(verifier).verify(note)
        let head = try Checkpoint(text: note.text)
        let entry = try bytes(proof.entry)
        let inLog = InclusionProof(index: proof.entryIndex, count: proof.entryCount, path: try path(proof.entryPath))
        #expect(inLog.count == head.count && inLog.proves(TreeHasher.leaf(entry), isIn: head.root))
        guard case .sealed(_, let root) = try ProjectLogEntry(entry, in: entry.indices).event else {
            Issue.record("the entry is not that of a sealed segment")
            return
        }
        let inSegment = InclusionProof(index: proof.index, count: proof.count, path: try path(proof.path))
        #expect(inSegment.proves(TreeHasher.leaf(RecordEncoding.encode(record)), isIn: root))
    }

    @Test func `every call is proven by its request id, and every event by its place`() async throws {
        let store = try await SealedRecords().store
        let verifier = store.verifier(ofProject: ControlHouse.project)
        for seconds in 0..<4 as Range<Int64> {
            let record = LogRecord.call(at: seconds)
            let answer = try await answer(call(try requestID(record)), of: store)
            #expect(answer.problem == nil)
            #expect(answer.proof?.sequence == UInt64(seconds) + 1)
            try check(#require(answer.proof), of: record, with: verifier)
        }
        for seconds in 0..<3 as Range<Int64> {
            let answer = try await answer(event(UInt64(seconds) + 1), of: store)
            #expect(answer.problem == nil)
            try check(#require(answer.proof), of: .insert(at: seconds), with: verifier)
        }
    }

    @Test func `what was never there, is open still or was deleted cannot be proven`() async throws {
        let store = try await SealedRecords().store
        let stream = SealedRecords.events
        _ = try await store.append([.insert(at: 7)], to: stream, durability: .strict)
        let unknown = [
            event(0), event(4), event(5), event(.max), event(1, node: "nothing"),
            call(RequestID(rawValue: 1)), call(try requestID(.call(at: 7))),
        ]
        for question in unknown {
            await #expect(throws: EvidenceError(.unavailable, "")) { try await answer(question, of: store) }
        }
        let first = try #require(
            try await store.segments(SegmentQuery(streams: StreamSelection(kind: .audit))).segments.last)
        _ = try await store.prune([first.id], for: .age(days: 1))
        await #expect(throws: EvidenceError(.unavailable, "")) { try await answer(event(1), of: store) }
        #expect(try await answer(event(3), of: store).proof != nil)
    }

    @Test func `a store that shows another record than the proven one is caught`() async throws {
        let store = try await SealedRecords().store
        let lying = LyingSource(base: store, shown: .insert(at: 1))
        let answer = try await answer(event(1), of: lying)
        #expect(answer.proof == nil)
        #expect(answer.problem?.contains("not the one that is proven") == true)
    }

    @Test func `a checkpoint that was kept is compared, and what it covers is proven under it`() async throws {
        let sealed = try await SealedRecords()
        let kept = try #require(try await sealed.store.checkpoint(ofProject: ControlHouse.project))
        _ = try await sealed.store.append([.insert(at: 3)], to: SealedRecords.events, durability: .strict)
        _ = try await sealed.store.seal(.all)
        var question = event(3)
        question.checkpoint = kept.description
        let old = try await answer(question, of: sealed.store)
        #expect(old.problem == nil)
        #expect(old.kept?.entryCount == 4)
        #expect(old.projects.map(\.entryCount) == [5])
        #expect(old.proof?.entryCount == 4)
        question = event(4)
        question.checkpoint = kept.description
        await #expect(throws: EvidenceError(.unavailable, "")) { try await answer(question, of: sealed.store) }
        // Another installation, whose history is another one.
        let other = try await SealedRecords(on: CrashingFileSystem(seed: 2))
        question = event(1)
        question.checkpoint = kept.description
        let foreign = try await answer(question, of: other.store)
        #expect(foreign.problem?.contains("the kept checkpoint does not hold") == true)
        #expect(foreign.proof == nil)
    }

    @Test func `a text that is no checkpoint is refused before anything is read`() async throws {
        let store = try await SealedRecords().store
        for text in ["", "no checkpoint", "a\n\n\u{2014} b AAAAAAA=\n"] {
            await #expect(throws: EvidenceError(.malformed, "")) {
                try await VerifyService(store: store).answer(VerifyQuestion(checkpoint: text)) { _ in
                    Issue.record("segments were read")
                }
            }
        }
    }

    @Test func `without a key logs are counted, and nothing can be proven`() async throws {
        let store = try await SealedRecords(key: nil).store
        let plain = try await answer(VerifyQuestion(), of: store)
        #expect(plain.projects.map(\.entryCount) == [4])
        #expect(plain.projects.first?.checkpoint == nil && plain.projects.first?.verifierKey == nil)
        await #expect(throws: EvidenceError(.unavailable, "")) { try await answer(event(1), of: store) }
    }

    @Test func `nothing is proven in a store in which something is wrong`() async throws {
        let sealed = try await SealedRecords()
        sealed.disk.flip(sealed.firstSegment, at: 100)
        let answer = try await answer(event(3), of: sealed.store)
        #expect(answer.problem != nil)
        #expect(answer.proof == nil)
    }
}
