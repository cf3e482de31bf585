internal import Logbook

/// Finds the matching records of a run without decoding those whose kind alone tells that they do not match, and runs
/// without unpacking them. So a look for loss windows costs nothing, however many records are open. Of the others the
/// longest part is only decoded where it matters.
struct RecordSieve: Sendable {
    /// What an outline of a record tells.
    private let ofOutline: LogFilter
    /// What only the whole record tells.
    private let ofWhole: LogFilter
    private let excludedKinds: [RecordEncoding.Kind]

    init(_ filter: LogFilter) {
        ofOutline = LogFilter(time: filter.time, conditions: filter.conditions.filter(\.isOfOutline))
        ofWhole = LogFilter(conditions: filter.conditions.filter { !$0.isOfOutline })
        excludedKinds = [.access, .audit, .loss].filter(filter.excludes)
    }

    /// Whether a run with records of these kinds may have one that matches.
    func mayPass(_ kinds: RecordKinds) -> Bool {
        !excludedKinds.reduce(into: kinds) { $0.remove(RecordKinds($1)) }.isEmpty
    }

    /// The record that takes the range of a run in memory, if it matches.
    func record(in range: Range<Int>, of run: RecordRun) throws -> LogRecord? {
        if let kind = run.kind(in: range), excludedKinds.contains(kind) { return nil }
        if !ofOutline.isTold(byKind: run.kind(in: range)) {
            guard ofOutline.matches(try run.outline(in: range, of: "memory")) else { return nil }
        }
        let record = try run.record(in: range, of: "memory")
        return ofWhole.matches(record) ? record : nil
    }

    /// The same, for whom an outline of the record is enough.
    func outline(in range: Range<Int>, of run: RecordRun) throws -> LogRecord? {
        guard ofWhole.conditions.isEmpty else { return try record(in: range, of: run) }
        if let kind = run.kind(in: range), excludedKinds.contains(kind) { return nil }
        let outline = try run.outline(in: range, of: "memory")
        return ofOutline.matches(outline) ? outline : nil
    }
}

extension LogFilter {
    /// Whether every record of a kind that is not excluded passes.
    fileprivate func isTold(byKind kind: RecordEncoding.Kind?) -> Bool {
        time == nil && kind != nil && conditions.allSatisfy { $0 == .isRecord }
    }

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
