/// One call of a published API, refused calls included.
///
/// What the access log API shows of it, and under which names, is the business of `DataService`.
package struct AccessRecord: Hashable, Sendable {
    package var requestID: RequestID
    /// The workspace that sees the call: the API's, or the cluster's own when no API matched.
    package var workspace: String
    package var api: Reference?
    package var app: Reference?
    package var durationMilliseconds: Int64
    /// The HTTP status of the answer.
    package var statusCode: Int
    /// `nil` on success, else the code that the answer carried, such as `DLM.4312`.
    package var errorCode: String?
    package var errorMessage: String?
    package var detail: AccessDetail
    /// Bytes of the request as it came from the caller: request line, headers and body.
    package var requestByteCount: Int64
    /// Bytes of the answer's body as it was sent to the caller.
    package var answerByteCount: Int64
    package var rowCount: Int64

    /// An object by its id and the name it had when the call was made.
    package struct Reference: Hashable, Sendable {
        package var id: String
        package var name: String

        package init(id: String, name: String) {
            self.id = id
            self.name = name
        }
    }

    package init(
        requestID: RequestID, workspace: String, api: Reference?, app: Reference?, durationMilliseconds: Int64,
        statusCode: Int, errorCode: String?, errorMessage: String?, detail: AccessDetail, requestByteCount: Int64,
        answerByteCount: Int64, rowCount: Int64
    ) {
        self.requestID = requestID
        self.workspace = workspace
        self.api = api
        self.app = app
        self.durationMilliseconds = durationMilliseconds
        self.statusCode = statusCode
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.detail = detail
        self.requestByteCount = requestByteCount
        self.answerByteCount = answerByteCount
        self.rowCount = rowCount
    }

    package var accessTime: Timestamp { requestID.time }

    /// Bytes of the record as JSON, roughly: field names and punctuation take about 400.
    package var estimatedTextByteCount: Int {
        var count = 400 + detail.estimatedTextByteCount
        for text in [api?.id, api?.name, app?.id, app?.name, errorCode, errorMessage] {
            count += text?.utf8.count ?? 4
        }
        return count
    }
}
