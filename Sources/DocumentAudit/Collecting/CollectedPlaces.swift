internal import Logbook

/// How far each source has come, and who may go on from there: one batch of a source at a time.
///
/// The truth stands in the stream itself, with the events. The catalog repeats it, for files of the stream may be
/// deleted; of the two the later one counts.
actor CollectedPlaces {
    private struct Key: Hashable {
        var stream: Stream
        var source: String
    }

    private let store: any LogStore
    private let repository: any DocumentAuditRepository
    private var known: [Key: CollectedPlace?] = [:]
    private var busy: Set<Key> = []

    init(store: any LogStore, repository: any DocumentAuditRepository) {
        self.store = store
        self.repository = repository
    }

    func position(of source: String, in stream: Stream) async throws -> String? {
        try await place(Key(stream: stream, source: source))?.position
    }

    /// What became of a batch.
    enum Outcome {
        case taken
        /// It had been taken before.
        case repeated
        /// The source stands elsewhere.
        case elsewhere
        /// Another batch of the source is being taken.
        case busy
    }

    /// Appends a batch that goes on from a position, once.
    ///
    /// - Parameter records: the events, and the record of the new position behind them; made only when they are needed.
    func take(
        _ source: String, from: String?, to: String, in stream: Stream,
        _ records: @Sendable () throws -> [LogRecord]
    ) async throws -> Outcome {
        let key = Key(stream: stream, source: source)
        guard busy.insert(key).inserted else { return .busy }
        defer { busy.remove(key) }
        let place = try await place(key)
        guard place?.position == from else { return place?.position == to ? .repeated : .elsewhere }
        // What an append that fails has kept is not known: then the stream is asked again.
        known[key] = nil
        let receipt = try await store.append(try records(), to: stream, durability: .strict)
        let taken = CollectedPlace(position: to, sequence: receipt.sequences.upperBound)
        try await repository.save(taken, of: source, in: stream)
        known[key] = .some(taken)
        return .taken
    }

    private func place(_ key: Key) async throws -> CollectedPlace? {
        if let known = known[key] { return known }
        let filter = LogFilter(conditions: [
            .isRecord, .matching(AuditEvent.collectPredicate(source: key.source)),
        ])
        let newest = try await store.scan(LogQuery(stream: key.stream, filter: filter, limit: 1)).records.first
        var place = try await repository.collectedPlace(of: key.source, in: key.stream)
        if let newest, case .audit(let event) = newest.record, let position = event.collectedPosition,
            newest.sequence > place?.sequence ?? 0
        {
            place = CollectedPlace(position: position, sequence: newest.sequence)
        }
        known[key] = .some(place)
        return place
    }
}
