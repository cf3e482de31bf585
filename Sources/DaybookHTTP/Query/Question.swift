internal import Logbook

/// What `daybook query` asks, as the body of `POST /daybook/v1/query/access` and `…/audit`.
///
/// Everything but the source may be left out. Times are as `TimeReader` reads them, conditions as `ExpressionParser`.
package struct Question: Codable, Sendable {
    /// The id of a cluster for access records, of an instance for audit events.
    package var source: String
    /// One node of an instance instead of all.
    package var node: String?
    /// The first moment that counts.
    package var from: String?
    /// The first moment that does not count any more.
    package var to: String?
    /// The clock that times without a zone are read on and that days begin on.
    package var offset: String?
    package var condition: String?
    package var isOldestFirst: Bool?
    package var limit: Int?
    package var cursor: String?
    /// Fields of a row, and `id`; all when left out.
    package var columns: [String]?
    /// Asks for a summary instead of rows: `minute`, `api_name`.
    package var groups: [String]?
    /// Asks for a summary instead of rows: `count`, `p99:duration`.
    package var aggregates: [String]?

    enum CodingKeys: String, CodingKey {
        case source, node, from, to, limit, cursor, columns
        case offset = "utc_offset"
        case condition = "where"
        case isOldestFirst = "oldest_first"
        case groups = "group_by"
        case aggregates = "aggregate"
    }

    package init(source: String) {
        self.source = source
    }

    package static let rowCountDefault = 100

    var isSummary: Bool { groups != nil || aggregates != nil }

    var order: LogQuery.Order { isOldestFirst == true ? .oldestFirst : .newestFirst }
}
