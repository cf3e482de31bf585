internal import Evidence
internal import Logbook

/// The file of a checkpoint.
enum StoredCheckpoint {
    static func note(_ bytes: [UInt8]) throws -> SignedNote {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw EvidenceError(.malformed, "it is no text")
        }
        return try SignedNote(text)
    }

    /// Checks that a note is a checkpoint of this project's log that the key signed, and a beginning of the tree.
    ///
    /// - Parameter key: without one signatures are not looked at.
    @discardableResult
    static func check(
        _ note: SignedNote, of project: String, tree: HashTree, key: NoteKey?
    ) throws(EvidenceError) -> Checkpoint {
        let origin = LogOrigin.origin(ofProject: project)
        try key?.verifier(name: origin).verify(note)
        let checkpoint = try Checkpoint(text: note.text)
        guard checkpoint.origin == origin else {
            throw EvidenceError(.notSigned, "it is of \(checkpoint.origin), not of \(origin)")
        }
        guard checkpoint.count <= tree.count else {
            throw EvidenceError(
                .notSigned, "it has \(checkpoint.count) entries, the log has only \(tree.count)")
        }
        guard tree.root(count: checkpoint.count) == checkpoint.root else {
            throw EvidenceError(
                .notSigned, "the first \(checkpoint.count) entries of the log are not those that were signed")
        }
        return checkpoint
    }
}
