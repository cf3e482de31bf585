package import Logbook

extension SegmentStore {
    package func verify() async throws -> VerificationReport {
        try await verify { _ in }
    }

    /// Reads everything, trusts nothing, and names the first thing wrong.
    ///
    /// - Parameter isGoingOn: told of the segments that were read, from a thread of the store.
    package func verify(
        _ isGoingOn: @escaping @Sendable (VerificationProgress) -> Void
    ) async throws -> VerificationReport {
        let books = try await maintenance.run { [self] in
            try checkIsOpen()
            var verification = Verification(
                streams: state.withLock { $0.streams }, journalFiles: committer.withJournal { $0.files },
                folder: folder, fileSystem: fileSystem)
            try Self.noting(&verification) { verification in
                let manifest = try sealer.manifestOnDisk()
                try sealer.withLogs { try verification.verifyBooks(manifest: manifest, logs: $0) }
            }
            return verification
        }
        guard books.report.firstProblem == nil else { return books.report }
        return try await readers.run {
            var verification = books
            try Self.noting(&verification) { try $0.verifySegments(isGoingOn) }
            return verification.report
        }
    }

    /// Keeps corruption, and a file that is gone, as what was found; other errors are thrown.
    private static func noting(
        _ verification: inout Verification, _ verify: (inout Verification) throws -> Void
    ) throws {
        do {
            try verify(&verification)
        } catch let error as FileSystemError where error.number == FileSystemError.notFound {
            verification.report.firstProblem = "\(error.path) is missing; restore it from a backup"
        } catch {
            let error = error.asLogStoreError
            guard error.code == .corruption else { throw error }
            verification.report.firstProblem = error.message
        }
    }
}
