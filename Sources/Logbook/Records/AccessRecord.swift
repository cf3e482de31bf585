/// One call of a published API, refused calls included.
///
/// What the access log API shows of it, and under which names, is the business of `DataService`.
package struct AccessRecord: Hashable, Sendable {
    package var requestID: RequestID
    /// When the call arrived, in milliseconds since 1970. Daybook's own request ids carry it too; those of records
    /// from elsewhere need not.
    package private(set) var accessTimeMilliseconds: Int64
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
    package var detail: Detail
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

    /// What the call was about: its parts, or the text of a record from elsewhere that does not come apart.
    package enum Detail: Hashable, Sendable {
        case parts(AccessDetail)
        /// Kept as it came. Text whose parts would compose to the same bytes is never kept as text.
        case text(String)

        /// The parts, if it has any.
        package var parts: AccessDetail? {
            if case .parts(let parts) = self { parts } else { nil }
        }
    }

    /// - Parameter accessTime: cut to milliseconds; `nil` for the time that the request id carries.
    package init(
        requestID: RequestID, accessTime: Timestamp? = nil, workspace: String, api: Reference?, app: Reference?,
        durationMilliseconds: Int64, statusCode: Int, errorCode: String?, errorMessage: String?, detail: Detail,
        requestByteCount: Int64, answerByteCount: Int64, rowCount: Int64
    ) {
        self.requestID = requestID
        self.accessTimeMilliseconds = (accessTime ?? requestID.time).milliseconds
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

    package var accessTime: Timestamp {
        get { Timestamp(milliseconds: accessTimeMilliseconds) }
        set { accessTimeMilliseconds = newValue.milliseconds }
    }

    /// Bytes of the record as JSON, roughly: field names and punctuation take about 400.
    package var estimatedTextByteCount: Int {
        var count = Self.fixedTextByteCount
        switch detail {
        case .parts(let parts): count += parts.estimatedTextByteCount
        case .text(let text): count += text.utf8.count
        }
        count += api?.textByteCount ?? 2 * Self.nullByteCount
        count += app?.textByteCount ?? 2 * Self.nullByteCount
        count += errorCode?.utf8.count ?? Self.nullByteCount
        count += errorMessage?.utf8.count ?? Self.nullByteCount
        return count
    }

    /// Roughly what every record has as JSON beside its texts.
    package static let fixedTextByteCount = 400
    /// A text that is not there, as JSON.
    package static let nullByteCount = 4
}

extension AccessRecord.Reference {
    fileprivate var textByteCount: Int { id.utf8.count + name.utf8.count }
}
