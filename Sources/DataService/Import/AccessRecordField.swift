/// A field of an access record as JSON, in the order in which the access log API shows them.
package enum AccessRecordField: UInt8, Sendable, CaseIterable {
    case id
    case requestID
    case apiID
    case apiName
    case appID
    case appName
    case accessTime
    case duration
    case statusCode
    case errorCode
    case errorMessage
    case detail
    case inFlowSize
    case outFlowSize
    case outTotalSize

    package var name: String {
        switch self {
        case .id: "id"
        case .requestID: "request_id"
        case .apiID: "api_id"
        case .apiName: "api_name"
        case .appID: "app_id"
        case .appName: "app_name"
        case .accessTime: "access_time"
        case .duration: "duration"
        case .statusCode: "status_code"
        case .errorCode: "error_code"
        case .errorMessage: "error_message"
        case .detail: "detail"
        case .inFlowSize: "in_flow_size"
        case .outFlowSize: "out_flow_size"
        case .outTotalSize: "out_total_size"
        }
    }

    /// Whether a record can do without: only where it can tell "none" from every value.
    var isOptional: Bool {
        switch self {
        case .id, .apiID, .apiName, .appID, .appName, .errorCode, .errorMessage: true
        case .requestID, .accessTime, .duration, .statusCode, .detail, .inFlowSize, .outFlowSize, .outTotalSize: false
        }
    }

    /// What the value has to be, for a message.
    var expectation: String {
        switch self {
        case .id, .apiID, .apiName, .appID, .appName, .errorCode, .errorMessage: "a string or null"
        case .requestID: "a string of decimal digits, at most 9223372036854775807, without leading zeros"
        case .accessTime: "a whole number of milliseconds, at most \(Limits.accessTimeMaximum)"
        case .statusCode: "100 to 999, as a string or a number"
        case .detail: "a string"
        case .duration, .inFlowSize, .outFlowSize, .outTotalSize:
            "a whole number, at most \(Limits.importedNumberMaximum)"
        }
    }
}

/// A set of fields as the bits of a number.
struct AccessRecordFields: OptionSet {
    let rawValue: UInt16

    init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    init(_ field: AccessRecordField) {
        self.rawValue = 1 << UInt16(field.rawValue)
    }

    static let mandatory = AccessRecordFields(
        AccessRecordField.allCases.filter { !$0.isOptional }.map { AccessRecordFields($0) })
}
