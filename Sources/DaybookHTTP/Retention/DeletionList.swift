package import Logbook

/// Deletions as JSON, for the routes and the commands. Times are milliseconds since 1970, sizes bytes.
package struct DeletionList: Codable, Sendable {
    package var deletions: [RecordedDeletion]
    /// All that match, on this page or not.
    package var totalCount: Int

    enum CodingKeys: String, CodingKey {
        case deletions
        case totalCount = "total_count"
    }

    package init(_ page: DeletionPage) {
        deletions = page.deletions.map(RecordedDeletion.init)
        totalCount = page.totalCount
    }
}

/// What was deleted, when and why.
package struct RecordedDeletion: Codable, Sendable {
    package var deleted: Int64
    /// `age` and `size` with the rule's limit in days or bytes, `request` with the name of who asked.
    package var reason: String
    package var limit: Int?
    package var user: String?
    package var recordCount: Int
    package var segment: SegmentBody

    enum CodingKeys: String, CodingKey {
        case reason, limit, segment
        case deleted = "deleted_time"
        case user = "deleted_by"
        case recordCount = "record_count"
    }

    init(_ deletion: Deletion) {
        deleted = deletion.time.milliseconds
        recordCount = deletion.segment.recordCount
        segment = SegmentBody(deletion.segment)
        switch deletion.reason {
        case .age(let days):
            reason = "age"
            limit = days
        case .size(let byteCount):
            reason = "size"
            limit = byteCount
        case .request(let name):
            reason = "request"
            user = name
        }
    }
}
