import DaybookHTTP

/// What verification found, for a person.
struct VerifyText {
    let answer: VerifyAnswer

    init(_ answer: VerifyAnswer) {
        self.answer = answer
    }

    var text: String {
        var lines = ["\(answer.recordCount) records in \(answer.segmentCount) segments, \(answer.streamCount) streams"]
        for project in answer.projects {
            lines.append("project \(project.id): \(project.entryCount) entries in its log, root \(project.root)")
            lines += project.verifierKey.map { ["  key \($0)"] } ?? []
        }
        if let kept = answer.kept, kept.proof != nil {
            lines.append("today's log continues the kept checkpoint, which has \(kept.entryCount) entries")
        }
        if let proof = answer.proof {
            lines.append(
                "record \(proof.sequence) is leaf \(proof.index) of \(proof.count) of its segment, "
                    + "which is entry \(proof.entryIndex) of \(proof.entryCount) under the checkpoint:")
            lines += proof.checkpoint.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .map { $0.isEmpty ? "" : "  \($0)" }
        }
        lines.append(answer.problem.map { "WRONG: \($0)" } ?? "all is as it was recorded")
        return lines.map { $0 + "\n" }.joined()
    }
}
