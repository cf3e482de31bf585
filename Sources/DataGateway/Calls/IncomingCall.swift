internal import DataService
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Logbook

/// A request as it came, in the words that verification, binding and recording use.
struct IncomingCall: Sendable {
    let method: String
    /// Still percent-encoded.
    let path: String
    /// Still percent-encoded, without `?`.
    let query: String
    /// Decoded; `nil` for a query that is no text in UTF-8.
    let queryFields: [AccessDetail.Pair]?
    /// In the order in which they came, `host` included.
    let headers: [AccessDetail.Pair]
    var body: [UInt8] = []

    init(_ request: Request) {
        self.method = request.method.rawValue
        let target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.path = String(parts[0])
        self.query = parts.count > 1 ? String(parts[1]) : ""
        self.queryFields = FormFields.pairs(of: query)
        var headers: [AccessDetail.Pair] = []
        // The HTTP library takes the host out of the headers.
        if let authority = request.head.authority {
            headers.append(.init(name: "host", value: authority))
        }
        for field in request.headers {
            headers.append(.init(name: field.name.rawName, value: field.value))
        }
        self.headers = headers
        self.headByteCount =
            method.utf8.count + target.utf8.count + " ".utf8.count + " HTTP/1.1\r\n".utf8.count
            + headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + ": \r\n".utf8.count }
            + "\r\n".utf8.count
    }

    /// Request line and headers, as a caller of HTTP/1.1 writes them.
    private let headByteCount: Int

    /// Framing of a chunked body is not counted.
    var byteCount: Int64 {
        Int64(headByteCount + body.count)
    }

    var announcesBody: Bool {
        header("transfer-encoding") != nil || header("content-length").map { $0 != "0" } == true
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    var signable: SignableRequest {
        SignableRequest(
            method: method, path: path, query: query, headers: headers.map { .init($0.name, $0.value) }, body: body)
    }
}
