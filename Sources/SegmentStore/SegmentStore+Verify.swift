package import Logbook

extension SegmentStore {
    package func verify() async throws -> VerificationReport {
        try await maintenance.run { [self] in
            try checkIsOpen()
            let (streams, journalFiles) = (
                state.withLock { $0.streams }, committer.withJournal { $0.files }
            )
            var verification = Verification(
                streams: streams, journalFiles: journalFiles, folder: folder, fileSystem: fileSystem)
            do {
                try verification.verify(manifest: try sealer.manifestOnDisk())
            } catch {
                let error = error.asLogStoreError
                guard error.code == .corruption else { throw error }
                verification.report.firstProblem = error.message
            }
            return verification.report
        }
    }
}
