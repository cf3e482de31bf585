import DaybookHTTP
import DaybookTesting
import Evidence
import Foundation
import HTTPTypes
import Identity
import Logbook
import SegmentStore
import Testing

@Suite struct EvidenceRoutesTests {
    private func process(_ house: ControlHouse) throws -> Proof {
        .raw([("X-Auth-Token", try house.issuer.processToken())])
    }

    /// The lines of an answer, as whoever reads them one by one takes them.
    private func messages(_ answer: Answer) throws -> [VerifyMessage] {
        try answer.text.split(separator: "\n").map { try JSONDecoder().decode(VerifyMessage.self, from: Data($0.utf8)) }
    }

    private func verify(_ house: ControlHouse, _ question: String = "{}") async throws -> [VerifyMessage] {
        let answer = try await house.ask(.post, "/daybook/v1/verify", as: process(house), body: question)
        #expect(answer.status == 200)
        #expect(answer.header("content-type") == "application/x-ndjson")
        return try messages(answer)
    }

    @Test func `a checkpoint is handed out as it was signed, with what checks it`() async throws {
        let sealed = try await SealedRecords()
        let house = try await ControlHouse(evidence: sealed.store)
        let answer = try await house.ask(.get, "/daybook/v1/\(ControlHouse.project)/checkpoint")
        #expect(answer.status == 200)
        #expect(answer.header("content-type") == "text/plain; charset=utf-8")
        let key = try await house.ask(.get, "/daybook/v1/\(ControlHouse.project)/checkpoint-key")
        #expect(key.status == 200)
        let note = try SignedNote(answer.text)
        try NoteVerifier(key.text.trimmingCharacters(in: .newlines)).verify(note)
        #expect(try Checkpoint(text: note.text).count == 4)
        #expect(try await sealed.store.checkpoint(ofProject: ControlHouse.project)?.description == answer.text)
    }

    @Test func `a checkpoint is for those of the project, and only where there is one`() async throws {
        let store = try await SegmentStore.open(
            folder: "/store", fileSystem: CrashingFileSystem(seed: 1), time: TestClock().timeSource, logger: .silent)
        let house = try await ControlHouse(evidence: store)
        for path in ["checkpoint", "checkpoint-key"] {
            let uri = "/daybook/v1/\(ControlHouse.project)/\(path)"
            #expect(try await house.ask(.get, uri, as: .nobody).status == 401)
            #expect(try await house.ask(.get, uri, as: .signature("cid")).status == 403)
            #expect(try await house.ask(.get, uri).status == 404, "nothing was sealed, and nothing signs")
        }
        #expect(try await ControlHouse().ask(.get, "/daybook/v1/\(ControlHouse.project)/checkpoint").status == 404)
    }

    @Test func `segments are listed for administrators, of their project`() async throws {
        let sealed = try await SealedRecords()
        let south = Logbook.Stream.access(project: "south-project", cluster: "c")
        _ = try await sealed.store.append([.call(at: 9)], to: south, durability: .strict)
        _ = try await sealed.store.seal(.all)
        let house = try await ControlHouse(evidence: sealed.store)
        func list(_ query: String = "", as proof: Proof = .token("ann")) async throws -> Answer {
            try await house.ask(.get, "/daybook/v1/segments\(query)", as: proof)
        }
        #expect(try await list(as: .nobody).status == 401)
        #expect(try await list(as: .token("bob")).status == 403)
        let mine = try #require(try await list().json["segments"]).elements
        #expect(mine.count == 4)
        #expect(Set(mine.compactMap { $0["project"]?.text }) == [ControlHouse.project])
        #expect(mine.allSatisfy { $0["root"]?.text?.count == 64 && $0["file_sha256"]?.text?.count == 64 })
        #expect(try await list(as: process(house)).json["segments"]?.elements.count == 5)
        let calls = try await list("?kind=access").json["segments"]?.elements ?? []
        #expect(calls.map { $0["last_sequence"] } == [4, 3])
        #expect(try await list("?kind=audit&node=\(ControlHouse.node)").json["segments"]?.elements.count == 2)
        #expect(try await list("?source=nothing").json["segments"]?.elements.count == 0)
        #expect(try await list("?kind=other").status == 400)
    }

    @Test func `verifying is for processes of the data folder alone`() async throws {
        let house = try await ControlHouse(evidence: SealedRecords().store)
        #expect(try await house.ask(.post, "/daybook/v1/verify", as: .nobody, body: "{}").status == 401)
        #expect(try await house.ask(.post, "/daybook/v1/verify", body: "{}").status == 403)
        let malformed = try await house.ask(.post, "/daybook/v1/verify", as: process(house), body: "[]")
        #expect(malformed.status == 400)
    }

    @Test func `verifying tells how far it is, and in its last line what it found`() async throws {
        let sealed = try await SealedRecords()
        let house = try await ControlHouse(evidence: sealed.store)
        let lines = try await verify(house)
        for line in lines.dropLast() {
            guard case .progress(let byteCount, let totalByteCount) = line else {
                Issue.record("an answer before the last line")
                continue
            }
            #expect(byteCount <= totalByteCount)
        }
        guard case .answer(let answer)? = lines.last else {
            Issue.record("the last line is no answer")
            return
        }
        #expect(answer.problem == nil)
        #expect((answer.streamCount, answer.segmentCount, answer.recordCount) == (2, 4, 7))
        #expect(answer.projects.map(\.entryCount) == [4])
        let call =
            #"{"call":{"project":"\#(ControlHouse.project)","cluster":"\#(ControlHouse.cluster)","request_id":1}}"#
        guard case .failure(let reason)? = try await verify(house, call).last else {
            Issue.record("a call that never was is proven")
            return
        }
        #expect(reason.contains("there is no call"))
    }

    @Test func `what is damaged is named in the answer`() async throws {
        let sealed = try await SealedRecords()
        let house = try await ControlHouse(evidence: sealed.store)
        sealed.disk.flip(sealed.firstSegment, at: 100)
        guard case .answer(let answer)? = try await verify(house).last else {
            Issue.record("the last line is no answer")
            return
        }
        #expect(answer.problem?.contains(sealed.firstSegment) == true)
    }
}
