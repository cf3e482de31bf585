/// Which records of a stream are wanted: all conditions must hold. An empty filter wants every record.
package struct LogFilter: Hashable, Sendable {
    /// From the first, up to but without the second.
    package var time: Range<Timestamp>?
    package var conditions: [Condition]

    package enum Condition: Hashable, Sendable {
        /// Loss windows stay out: only what was recorded.
        case isRecord
        /// Access records of this workspace. Loss windows belong to every workspace of their stream.
        case workspace(String)
        /// Access records of calls that came with an app.
        case hasApp
        /// Whatever the fields tell; see `Predicate`. Of a loss window they tell nothing but the time.
        case matching(Predicate)
    }

    package init(time: Range<Timestamp>? = nil, conditions: [Condition] = []) {
        self.time = time
        self.conditions = conditions
    }

    /// Whether the record passes; the definition against which every store is tested.
    package func matches(_ record: LogRecord) -> Bool {
        if let time, !time.contains(record.timestamp) {
            return false
        }
        return conditions.allSatisfy { $0.matches(record) }
    }
}

extension LogFilter.Condition {
    fileprivate func matches(_ record: LogRecord) -> Bool {
        switch (self, record) {
        case (.isRecord, .loss): false
        case (.isRecord, _): true
        case (.workspace(let workspace), .access(let record)): FieldValue.text(record.workspace) == .text(workspace)
        case (.workspace, .audit): false
        case (.workspace, .loss): true
        case (.hasApp, .access(let record)): record.app != nil
        case (.hasApp, _): false
        case (.matching(let predicate), let record): predicate.matches(record)
        }
    }
}
