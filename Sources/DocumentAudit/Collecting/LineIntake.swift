package import Logbook

/// Takes the lines of audit files that database servers wrote into the streams of their nodes: from the route, and from
/// sources in the settings.
///
/// A batch says from which position of its source to which it goes. It is taken when the source stands at the first;
/// when it stands at the second the batch was taken before. So whoever sends may send again, and nothing is kept twice.
package struct LineIntake: Sendable {
    private let repository: any DocumentAuditRepository
    private let places: CollectedPlaces
    private let time: TimeSource

    /// There is one for a store, as it knows who is sending.
    package init(repository: any DocumentAuditRepository, store: any LogStore, time: TimeSource) {
        self.repository = repository
        self.places = CollectedPlaces(store: store, repository: repository)
        self.time = time
    }

    /// Lines that go from one position of a source to another.
    package struct Batch: Sendable {
        package var source: String
        /// `nil` for the first.
        package var from: String?
        package var to: String
        package var lines: [UInt8]
        /// Whether lines between `from` and these are gone.
        package var isGap: Bool

        /// - Precondition: source and positions are plain, see `CollectedPlace.isPlain`.
        package init(source: String, from: String?, to: String, lines: [UInt8], isGap: Bool) {
            precondition(CollectedPlace.isPlain(source, in: CollectedPlace.sourceLengthRange))
            precondition(CollectedPlace.isPlain(to, in: CollectedPlace.positionLengthRange))
            self.source = source
            self.from = from
            self.to = to
            self.lines = lines
            self.isGap = isGap
        }
    }

    /// What became of a batch.
    package enum Outcome: Sendable {
        case taken(Tally)
        /// It had been taken before.
        case repeated
        /// The source stands elsewhere.
        case elsewhere
        /// Another batch of the source is being taken.
        case busy
    }

    /// What became of the lines of a batch.
    package struct Tally: Sendable {
        package var acceptedCount: Int
        package var rejectedCount: Int
        /// The first of the lines that were no audit messages.
        package var problems: [CollectedProblem]
    }

    /// How far a source has come; `nil` when nothing came from it yet.
    package func position(of source: String, in stream: Stream) async throws -> String? {
        try await places.position(of: source, in: stream)
    }

    /// Keeps a batch, with what the settings of the instance do not want recorded masked, and who brought it.
    ///
    /// Returns when it is on disk; a batch is kept whole or not at all.
    package func take(
        _ batch: Batch, into stream: Stream, by user: AuditEvent.Principal, at remote: AuditEvent.Endpoint
    ) async throws -> Outcome {
        let fields = try await repository.settings(of: stream.source).maskedFields
        let content = CollectedBatch(batch.lines, mask: (try? ArgumentMask(fields: fields)) ?? .literals)
        let mark = AuditEvent.collected(
            from: batch.source, to: batch.to, lineCount: content.events.count, rejectedCount: content.rejectedCount,
            problems: content.problems.prefix(Limits.recordedProblemCountMaximum).map(\.text), isGap: batch.isGap,
            by: user, at: remote, time: time.now())
        let outcome = try await places.take(batch.source, from: batch.from, to: batch.to, in: stream) {
            (content.events + [mark]).map(LogRecord.audit)
        }
        return switch outcome {
        case .taken:
            .taken(
                Tally(
                    acceptedCount: content.events.count, rejectedCount: content.rejectedCount,
                    problems: content.problems))
        case .repeated: .repeated
        case .elsewhere: .elsewhere
        case .busy: .busy
        }
    }
}
