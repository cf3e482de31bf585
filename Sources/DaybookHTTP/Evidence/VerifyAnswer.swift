internal import Evidence
internal import FoundationEssentials
internal import Logbook

/// What verification found, as JSON. Hashes of trees are in Base64, as in checkpoints.
package struct VerifyAnswer: Codable, Sendable {
    /// The first thing wrong; absent when all is well.
    package var problem: String?
    package var streamCount = 0
    package var segmentCount = 0
    package var recordCount = 0
    package var projects: [Project] = []
    /// What came of the checkpoint that was kept.
    package var kept: Kept?
    package var proof: Proof?

    enum CodingKeys: String, CodingKey {
        case problem, projects
        case streamCount = "streams"
        case segmentCount = "segments"
        case recordCount = "records"
        case kept = "kept_checkpoint"
        case proof = "inclusion_proof"
    }

    /// - Parameter problem: what kept anything from being verified.
    package init(problem: String) {
        self.problem = problem
    }

    init(_ report: VerificationReport) {
        problem = report.firstProblem
        streamCount = report.streamCount
        segmentCount = report.segmentCount
        recordCount = report.recordCount
    }

    /// The log of a project.
    package struct Project: Codable, Sendable {
        package var id: String
        package var entryCount: Int
        package var root: String
        package var checkpoint: String?
        /// What checks the checkpoint, in the form `name+id+key`.
        package var verifierKey: String?

        enum CodingKeys: String, CodingKey {
            case id, root, checkpoint
            case entryCount = "entries"
            case verifierKey = "verifier_key"
        }

        init(_ summary: ProjectLogSummary, checkpoint: SignedNote?, verifier: NoteVerifier?) {
            id = summary.project
            entryCount = summary.entryCount
            root = summary.root.base64
            self.checkpoint = checkpoint?.description
            verifierKey = verifier?.description
        }
    }

    package struct Kept: Codable, Sendable {
        package var origin: String
        package var entryCount: Int
        /// The hashes of the consistency proof to today's checkpoint.
        package var proof: [String]?
        package var today: String?

        enum CodingKeys: String, CodingKey {
            case origin, proof, today
            case entryCount = "entries"
        }

        init(_ continuation: LogContinuation) {
            origin = continuation.kept.origin
            entryCount = continuation.kept.count
            proof = continuation.proof?.path.map(\.base64)
            today = continuation.today?.description
        }
    }

    /// All that the way from a record to a checkpoint takes.
    package struct Proof: Codable, Sendable {
        package var sequence: UInt64
        /// The record in its canonical form, in Base64.
        package var record: String
        package var index: Int
        package var count: Int
        package var path: [String]
        /// The entry of the project's log in its canonical form, in Base64.
        package var entry: String
        package var entryIndex: Int
        package var entryCount: Int
        package var entryPath: [String]
        package var checkpoint: String

        enum CodingKeys: String, CodingKey {
            case sequence, record, index, count, path, entry, checkpoint
            case entryIndex = "entry_index"
            case entryCount = "entries"
            case entryPath = "entry_path"
        }

        init(_ proof: RecordProof) {
            sequence = proof.sequence
            record = Data(proof.record).base64EncodedString()
            index = proof.inSegment.index
            count = proof.inSegment.count
            path = proof.inSegment.path.map(\.base64)
            entry = Data(proof.entry).base64EncodedString()
            entryIndex = proof.inLog.index
            entryCount = proof.inLog.count
            entryPath = proof.inLog.path.map(\.base64)
            checkpoint = proof.checkpoint.description
        }
    }
}

extension Fingerprint {
    fileprivate var base64: String { Data(bytes).base64EncodedString() }
}
