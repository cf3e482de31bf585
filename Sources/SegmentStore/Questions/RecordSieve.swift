internal import Logbook

/// Finds the matching records of a run without decoding those whose kind alone tells that they do not match, and runs
/// without unpacking them. So a look for loss windows costs nothing, however many records are open.
struct RecordSieve: Sendable {
    private let filter: LogFilter
    private let excludedKinds: [RecordEncoding.Kind]

    init(_ filter: LogFilter) {
        self.filter = filter
        excludedKinds = [.access, .audit, .loss].filter(filter.excludes)
    }

    /// Whether a run with records of these kinds may have one that matches.
    func mayPass(_ kinds: RecordKinds) -> Bool {
        !excludedKinds.reduce(into: kinds) { $0.remove(RecordKinds($1)) }.isEmpty
    }

    /// The record that takes the range of a run in memory, if it matches.
    func record(in range: Range<Int>, of run: RecordRun) throws -> LogRecord? {
        if let kind = run.kind(in: range), excludedKinds.contains(kind) { return nil }
        let record = try run.record(in: range, of: "memory")
        return filter.matches(record) ? record : nil
    }
}

extension LogFilter {
    /// Whether no record of the kind can pass, whatever its fields are.
    fileprivate func excludes(_ kind: RecordEncoding.Kind) -> Bool {
        conditions.contains { condition in
            switch (condition, kind) {
            case (.isRecord, .loss), (.hasApp, .loss), (.hasApp, .audit): true
            case (.matching(.condition(let condition)), .access): condition.demandsAbsence(ofFieldOf: .access)
            case (.matching(.condition(let condition)), .audit): condition.demandsAbsence(ofFieldOf: .audit)
            default: false
            }
        }
    }
}

extension FieldCondition {
    /// Whether this is the absence of a field that every record of the kind has.
    fileprivate func demandsAbsence(ofFieldOf kind: Stream.Kind) -> Bool {
        guard case .isAbsent = test else { return false }
        return field.kind == kind && !field.isOptional
    }
}
