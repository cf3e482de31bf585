import Foundation
import HTTPTypes
import HummingbirdTesting
import Logbook
import NIOCore
import Testing

/// Makes calls and looks at what is recorded of them.
struct Caller: Sendable {
    let client: any TestClientProtocol
    let log: MemoryLog

    /// An answer, and the one record that was written for it.
    struct Result {
        let status: Int
        let headers: HTTPFields
        let body: String
        let json: [String: Any]
        let record: AccessRecord?

        var code: String? { json["errCode"] as? String }
        var data: [String: Any]? { json["data"] as? [String: Any] }
        var rows: [[String: Any]]? { data?["data"] as? [[String: Any]] }
    }

    @discardableResult
    func call(
        _ method: HTTPRequest.Method = .get, _ uri: String, headers: HTTPFields = [:], body: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Result {
        let before = log.records.count
        let response = try await client.executeRequest(
            uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        let bytes = Array(response.body.readableBytesView)
        let json = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
        let records = log.records
        let record = records.count > before ? records.last : nil
        let result = Result(
            status: response.status.code, headers: response.headers, body: String(decoding: bytes, as: UTF8.self),
            json: json, record: record)
        #expect(records.count <= before + 1, sourceLocation: sourceLocation)
        let requestID = response.headers[try #require(HTTPField.Name("x-request-id"))]
        #expect(requestID == json["requestId"] as? String, sourceLocation: sourceLocation)
        if let record {
            #expect(requestID == record.requestID.description, sourceLocation: sourceLocation)
            #expect(record.statusCode == result.status, sourceLocation: sourceLocation)
            #expect(record.errorCode ?? "DLM.0" == result.code, sourceLocation: sourceLocation)
            #expect(record.errorMessage == json["errMsg"] as? String, sourceLocation: sourceLocation)
            #expect(record.answerByteCount == Int64(bytes.count), sourceLocation: sourceLocation)
        }
        return result
    }
}
