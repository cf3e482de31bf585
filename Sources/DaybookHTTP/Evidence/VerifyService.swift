package import Evidence
package import Logbook

/// Carries out what `daybook verify` asks: everything first, then the checkpoint that was kept, then one record.
package struct VerifyService: Sendable {
    private let store: any EvidenceSource

    package init(store: any EvidenceSource) {
        self.store = store
    }

    /// - Parameter isGoingOn: told how far it is, from any thread.
    /// - Throws: `EvidenceError` with `malformed` when the text is no checkpoint, with `unavailable` when there is no
    ///   such record to prove. What is wrong is no error but a part of the answer.
    package func answer(
        _ question: VerifyQuestion, isGoingOn: @escaping @Sendable (VerificationProgress) -> Void
    ) async throws -> VerifyAnswer {
        let kept = try question.checkpoint.map { text throws(EvidenceError) in try SignedNote(text) }
        if let kept {
            _ = try Checkpoint(text: kept.text)
        }
        let report = try await store.verify(isGoingOn)
        var answer = VerifyAnswer(report)
        for summary in report.projectLogs {
            answer.projects.append(
                VerifyAnswer.Project(
                    summary, checkpoint: try await store.checkpoint(ofProject: summary.project),
                    verifier: store.verifier(ofProject: summary.project)))
        }
        if let kept {
            let continuation = try await store.continuation(of: kept)
            answer.kept = VerifyAnswer.Kept(continuation)
            answer.note(continuation.problem.map { "the kept checkpoint does not hold: \($0)" })
        }
        guard answer.problem == nil, let (stream, found) = try await record(for: question) else { return answer }
        do {
            answer.proof = try await proof(of: found, in: stream, under: kept)
        } catch let error as EvidenceError where error.code != .unavailable {
            answer.note("the record is not proven: \(error)")
        }
        return answer
    }

    /// The record that is to be proven, as everybody reads it; `nil` when none is.
    private func record(for question: VerifyQuestion) async throws -> (Stream, StoredRecord)? {
        if let call = question.call {
            let stream = Stream.access(project: call.project, cluster: call.cluster)
            return (stream, try await record(of: call, in: stream))
        }
        guard let record = question.record else { return nil }
        let stream = Stream.audit(project: record.project, instance: record.instance, node: record.node)
        return (stream, try await self.record(record.sequence, in: stream))
    }

    private func record(of call: VerifyQuestion.Call, in stream: Stream) async throws -> StoredRecord {
        let isWanted = Predicate.field(.access(.requestID), .isAmong([.integer(call.requestID)]))
        let page = try await store.scan(
            LogQuery(stream: stream, filter: LogFilter(conditions: [.matching(isWanted)]), limit: 1))
        guard let found = page.records.first else {
            throw EvidenceError(.unavailable, "there is no call with request id \(call.requestID)")
        }
        return found
    }

    private func record(_ sequence: UInt64, in stream: Stream) async throws -> StoredRecord {
        let before = LogQuery.Cursor(sequence: max(sequence, 1) - 1)
        let page = try await store.scan(LogQuery(stream: stream, order: .oldestFirst, cursor: before, limit: 1))
        guard let found = page.records.first, found.sequence == sequence else {
            throw EvidenceError(.unavailable, "there is no record \(sequence) of the node, or none any more")
        }
        return found
    }

    private func proof(
        of found: StoredRecord, in stream: Stream, under kept: SignedNote?
    ) async throws -> VerifyAnswer.Proof {
        guard let verifier = store.verifier(ofProject: stream.project) else {
            throw EvidenceError(.unavailable, "checkpoints are not signed here")
        }
        let proof = try await store.proof(of: found.sequence, in: stream, under: kept)
        try proof.check(with: verifier)
        guard proof.record == RecordEncoding.encode(found.record) else {
            throw EvidenceError(.notProven, "the record that is shown is not the one that is proven")
        }
        return VerifyAnswer.Proof(proof)
    }
}

extension VerifyAnswer {
    /// Keeps the first problem.
    fileprivate mutating func note(_ problem: String?) {
        self.problem = self.problem ?? problem
    }
}
