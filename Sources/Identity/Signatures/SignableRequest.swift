/// A request as it stood on the wire: what a signature is computed over.
///
/// Nothing is decoded or reordered on the way here; a proxy or framework that takes `Host` out of the headers has to
/// put it back.
package struct SignableRequest: Hashable, Sendable {
    package var method: String
    /// The path of the request line, still percent-encoded.
    package var path: String
    /// The query of the request line without `?`, still percent-encoded; empty when there is none.
    package var query: String
    package var headers: [Header]
    package var body: [UInt8]

    package struct Header: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(method: String, path: String, query: String = "", headers: [Header], body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// The value of a header, trimmed; values of a repeated header joined by commas; `nil` when it was not sent.
    ///
    /// - Parameter name: compared without regard to case.
    package func header(_ name: String) -> String? {
        let name = name.lowercased()
        let values = headers.filter { $0.name.lowercased() == name }.map { $0.value.trimmed }
        return values.isEmpty ? nil : values.joined(separator: ",")
    }
}

extension String {
    /// Without spaces and tabs at both ends.
    var trimmed: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
