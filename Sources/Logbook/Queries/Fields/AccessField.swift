/// The fields of access records, by the names of the access log API; `workspace` is its header.
package enum AccessField: String, Sendable, CaseIterable {
    case requestID = "request_id"
    case workspace
    case apiID = "api_id"
    case apiName = "api_name"
    case appID = "app_id"
    case appName = "app_name"
    case accessTime = "access_time"
    /// Milliseconds.
    case duration
    case statusCode = "status_code"
    case errorCode = "error_code"
    case errorMessage = "error_message"
    /// The whole text, as those who offer the API see it.
    case detail
    /// Bytes of the request.
    case inFlowSize = "in_flow_size"
    /// Bytes of the answer's body.
    case outFlowSize = "out_flow_size"
    /// Rows of the answer.
    case outTotalSize = "out_total_size"

    package var type: FieldType {
        switch self {
        case .accessTime: .time
        // Texts in the API, numbers in the record: so they can be compared as numbers, and written with quotes too.
        case .requestID, .statusCode: .integer
        case .duration, .inFlowSize, .outFlowSize, .outTotalSize: .integer
        case .workspace, .apiID, .apiName, .appID, .appName, .errorCode, .errorMessage, .detail: .text
        }
    }

    package var isOptional: Bool {
        switch self {
        case .apiID, .apiName, .appID, .appName, .errorCode, .errorMessage: true
        default: false
        }
    }

    package func value(of record: AccessRecord) -> FieldValue? {
        switch self {
        case .requestID: .integer(record.requestID.rawValue)
        case .workspace: .text(record.workspace)
        case .apiID: record.api.map { .text($0.id) }
        case .apiName: record.api.map { .text($0.name) }
        case .appID: record.app.map { .text($0.id) }
        case .appName: record.app.map { .text($0.name) }
        case .accessTime: .time(record.accessTime)
        case .duration: .integer(record.durationMilliseconds)
        case .statusCode: .integer(Int64(record.statusCode))
        case .errorCode: record.errorCode.map(FieldValue.text)
        case .errorMessage: record.errorMessage.map(FieldValue.text)
        case .detail: .text(record.detail.text(showsStatement: true))
        case .inFlowSize: .integer(record.requestByteCount)
        case .outFlowSize: .integer(record.answerByteCount)
        case .outTotalSize: .integer(record.rowCount)
        }
    }
}
