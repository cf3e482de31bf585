/// What to gather of the records of some streams.
package struct SummaryQuery: Hashable, Sendable {
    package var streams: [Stream]
    package var filter: LogFilter
    /// Of none, all records are one group, also when there are no records.
    package var groups: [Grouping]
    package var aggregates: [Aggregate]

    package init(streams: [Stream], filter: LogFilter, groups: [Grouping] = [], aggregates: [Aggregate] = [.count]) {
        self.streams = streams
        self.filter = filter
        self.groups = groups
        self.aggregates = aggregates
    }
}

/// The groups, in the order of their keys; where a key is absent, its group comes first.
package struct Summary: Hashable, Sendable {
    package var rows: [Row]

    package struct Row: Hashable, Sendable {
        /// One for each grouping.
        package var keys: [FieldValue?]
        /// One for each aggregate.
        package var values: [SummaryValue]

        package init(keys: [FieldValue?], values: [SummaryValue]) {
            self.keys = keys
            self.values = values
        }
    }

    package init(rows: [Row]) {
        self.rows = rows
    }
}

/// What an aggregate comes to.
package enum SummaryValue: Hashable, Sendable {
    /// No record of the group has the field.
    case absent
    case integer(Int128)
    case number(Double)
    case text(String)
    case time(Timestamp)

    init(_ value: FieldValue?) {
        switch value {
        case nil: self = .absent
        case .integer(let integer)?: self = .integer(Int128(integer))
        case .text(let text)?: self = .text(text)
        case .time(let time)?: self = .time(time)
        }
    }
}
