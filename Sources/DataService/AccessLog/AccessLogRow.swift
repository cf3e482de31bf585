package import Logbook

/// What the access log API shows of one access record, field by field in the order of the contract.
///
/// Source: `ListDataServiceInstanceAccesslogs`, table InstanceAccesslog.
package struct AccessLogRow: Hashable, Sendable {
    /// Whose eyes the row is for.
    package enum View: Sendable, CaseIterable {
        /// Who offers the APIs (`is_api` true): the whole detail.
        case provider
        /// Who owns the apps (`is_api` false): the SQL section is empty.
        case caller
    }

    package let id: String
    package let requestID: String
    package let apiID: String?
    package let apiName: String?
    package let appID: String?
    package let appName: String?
    /// Milliseconds since 1970.
    package let accessTime: Int64
    /// Milliseconds.
    package let duration: Int64
    package let statusCode: String
    package let errorCode: String?
    package let errorMessage: String?
    package let detail: String
    /// Bytes that came from the caller.
    package let inFlowSize: Int64
    /// Bytes that went to the caller.
    package let outFlowSize: Int64
    /// Rows of the answer.
    package let outTotalSize: Int64

    package init(_ record: AccessRecord, view: View) {
        self.id = Self.key(of: record)
        self.requestID = record.requestID.description
        self.apiID = record.api?.id
        self.apiName = record.api?.name
        self.appID = record.app?.id
        self.appName = record.app?.name
        self.accessTime = record.accessTime.milliseconds
        self.duration = record.durationMilliseconds
        self.statusCode = String(record.statusCode)
        self.errorCode = record.errorCode
        self.errorMessage = record.errorMessage
        self.detail = record.detail.text(showsStatement: view == .provider)
        self.inFlowSize = record.requestByteCount
        self.outFlowSize = record.answerByteCount
        self.outTotalSize = record.rowCount
    }

    /// The row key: `0000`, then 16 hexadecimal digits that fall as the end of the call rises, then the request id.
    ///
    /// So rows in the order of their keys are newest finished first.
    package static func key(of record: AccessRecord) -> String {
        key(ofRequest: record.requestID.rawValue, durationMilliseconds: record.durationMilliseconds)
    }

    /// The same, of the two fields that it is made from.
    package static func key(ofRequest requestID: Int64, durationMilliseconds: Int64) -> String {
        let reversed = Int64.max &- (requestID &+ durationMilliseconds << 22)
        let digits = String(UInt64(bitPattern: reversed), radix: 16)
        return "0000" + String(repeating: "0", count: 16 - digits.count) + digits + String(requestID)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("id")
        writer.string(id)
        writer.name("request_id")
        writer.string(requestID)
        writer.name("api_id")
        writer.string(apiID)
        writer.name("api_name")
        writer.string(apiName)
        writer.name("app_id")
        writer.string(appID)
        writer.name("app_name")
        writer.string(appName)
        writer.name("access_time")
        writer.integer(accessTime)
        writer.name("duration")
        writer.integer(duration)
        writer.name("status_code")
        writer.string(statusCode)
        writer.name("error_code")
        writer.string(errorCode)
        writer.name("error_message")
        writer.string(errorMessage)
        writer.name("detail")
        writer.string(detail)
        writer.name("in_flow_size")
        writer.integer(inFlowSize)
        writer.name("out_flow_size")
        writer.integer(outFlowSize)
        writer.name("out_total_size")
        writer.integer(outTotalSize)
        writer.endObject()
    }
}
