internal import Logbook

/// The body of a request to the two logs that are read line by line.
struct LogPageBody: Decodable {
    var startTime: String?
    var endTime: String?
    var limit: Int
    var line: String?
    var kind: String?
    var severity: String?
    var searchType: String?
    var node: String?
    var keywords: [String]?
    var databaseKeywords: [String]?
    var collectionKeywords: [String]?
    var greatestCost: Int?
    var leastCost: Int?

    enum CodingKeys: String, CodingKey {
        case limit, severity, keywords
        case startTime = "start_time"
        case endTime = "end_time"
        case line = "line_num"
        case kind = "operate_type"
        case searchType = "search_type"
        case node = "node_id"
        case databaseKeywords = "database_keywords"
        case collectionKeywords = "collection_keywords"
        case greatestCost = "max_cost_time"
        case leastCost = "min_cost_time"
    }

    /// - Throws: `ControlError` with `parameterError`.
    func validate() throws {
        guard Limits.eventLogPageRange.contains(limit) else {
            throw Self.refusal("limit must be a whole number from 1 to \(Limits.eventLogPageRange.upperBound).")
        }
        for (name, words, length) in [
            ("keywords", keywords, 512), ("database_keywords", databaseKeywords, 64),
            ("collection_keywords", collectionKeywords, 128),
        ] {
            guard let words else { continue }
            guard words.count <= Limits.eventLogKeywordCountMaximum,
                words.allSatisfy({ (1...length).contains($0.count) })
            else {
                throw Self.refusal(
                    "\(name) may hold \(Limits.eventLogKeywordCountMaximum) words of 1 to \(length) characters.")
            }
        }
        guard [nil, "", "forwards", "backwards"].contains(searchType) else {
            throw Self.refusal("search_type is forwards or backwards.")
        }
        guard [leastCost, greatestCost].allSatisfy({ ($0 ?? 0) >= 0 }) else {
            throw Self.refusal("min_cost_time and max_cost_time must not be negative.")
        }
    }

    var isForwards: Bool { searchType != "backwards" }

    static func refusal(_ detail: String) -> ControlError {
        ControlError(.parameterError, .parameterError(detail, detail))
    }
}

extension String {
    /// Empty text stands for nothing given.
    var nonEmpty: String? { isEmpty ? nil : self }
}
