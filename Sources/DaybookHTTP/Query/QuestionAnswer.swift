internal import Logbook

/// Rows under named columns, and where to go on.
package struct QuestionAnswer: Codable, Sendable {
    package var columns: [Column]
    package var rows: [[Cell]]
    /// Absent when there is nothing more.
    package var next: String?
    /// Where in the time of the question records may be missing; on the first page of rows and with every summary.
    package var losses: [Loss]

    enum CodingKeys: String, CodingKey {
        case columns, rows
        case next = "next_cursor"
        case losses = "loss_windows"
    }

    package struct Column: Codable, Hashable, Sendable {
        package var name: String
        package var type: ColumnType

        package init(name: String, type: ColumnType) {
            self.name = name
            self.type = type
        }
    }

    package enum ColumnType: String, Codable, Sendable {
        case integer
        case number
        case text
        /// In RFC 3339, UTC.
        case time

        init(_ type: FieldType) {
            switch type {
            case .integer: self = .integer
            case .text: self = .text
            case .time: self = .time
            }
        }
    }

    package struct Loss: Codable, Hashable, Sendable {
        package var start: String
        package var end: String
        package var maximumCount: UInt64
        /// Of an audit log.
        package var node: String?

        enum CodingKeys: String, CodingKey {
            case node
            case start = "start_time"
            case end = "end_time"
            case maximumCount = "max_count"
        }
    }

    package init(columns: [Column], rows: [[Cell]], next: String? = nil, losses: [Loss] = []) {
        self.columns = columns
        self.rows = rows
        self.next = next
        self.losses = losses
    }
}
