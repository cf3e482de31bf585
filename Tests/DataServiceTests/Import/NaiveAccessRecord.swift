import DataService
import Foundation

/// The plain way to read a line, for comparison: through Foundation, field by field, without any care for speed.
struct NaiveAccessRecord: Equatable {
    var requestID: String
    var apiID: String?
    var apiName: String?
    var appID: String?
    var appName: String?
    var accessTime: Int64
    var duration: Int64
    var statusCode: String
    var errorCode: String?
    var errorMessage: String?
    var detail: [UInt8]
    var inFlowSize: Int64
    var outFlowSize: Int64
    var outTotalSize: Int64

    /// `nil` when Foundation reads no such object.
    init?(line: [UInt8]) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any],
            let requestID = object["request_id"] as? String, let detail = object["detail"] as? String,
            let accessTime = object["access_time"] as? Int64, let duration = object["duration"] as? Int64,
            let inFlowSize = object["in_flow_size"] as? Int64, let outFlowSize = object["out_flow_size"] as? Int64,
            let outTotalSize = object["out_total_size"] as? Int64,
            let statusCode = object["status_code"] as? String ?? (object["status_code"] as? Int).map({ "\($0)" })
        else { return nil }
        self.requestID = requestID
        (self.apiID, self.apiName) = Self.reference(object["api_id"], object["api_name"])
        (self.appID, self.appName) = Self.reference(object["app_id"], object["app_name"])
        self.accessTime = accessTime
        self.duration = duration
        self.statusCode = statusCode
        self.errorCode = object["error_code"] as? String
        self.errorMessage = object["error_message"] as? String
        self.detail = Array(detail.utf8)
        self.inFlowSize = inFlowSize
        self.outFlowSize = outFlowSize
        self.outTotalSize = outTotalSize
    }

    private static func reference(_ id: Any?, _ name: Any?) -> (id: String?, name: String?) {
        let (id, name) = (id as? String, name as? String)
        return id == nil && name == nil ? (nil, nil) : (id ?? "", name ?? "")
    }

    init(row: AccessLogRow) {
        self.requestID = row.requestID
        self.apiID = row.apiID
        self.apiName = row.apiName
        self.appID = row.appID
        self.appName = row.appName
        self.accessTime = row.accessTime
        self.duration = row.duration
        self.statusCode = row.statusCode
        self.errorCode = row.errorCode
        self.errorMessage = row.errorMessage
        self.detail = Array(row.detail.utf8)
        self.inFlowSize = row.inFlowSize
        self.outFlowSize = row.outFlowSize
        self.outTotalSize = row.outTotalSize
    }
}
