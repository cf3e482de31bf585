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
        if let call = question.call, answer.problem == nil {
            do {
                answer.proof = try await proof(of: call, under: kept)
            } catch let error as EvidenceError where error.code != .unavailable {
                answer.note("the record is not proven: \(error)")
            }
        }
        return answer
    }

    private func proof(of call: VerifyQuestion.Call, under kept: SignedNote?) async throws -> VerifyAnswer.Proof {
        let stream = Stream.access(project: call.project, cluster: call.cluster)
        let isWanted = Predicate.field(.access(.requestID), .isAmong([.integer(call.requestID)]))
        let page = try await store.scan(
            LogQuery(stream: stream, filter: LogFilter(conditions: [.matching(isWanted)]), limit: 1))
        guard let found = page.records.first else {
            throw EvidenceError(.unavailable, "there is no call with request id \(call.requestID)")
        }
        guard let verifier = store.verifier(ofProject: call.project) else {
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
