internal import HTTPTypes
internal import Identity

extension SignableRequest {
    /// The request as it stood on the wire, without its body: raw target, and `Host` among the headers again.
    init(_ head: HTTPRequest) {
        let (path, query) = head.pathAndQuery
        var headers: [Header] = []
        if let authority = head.authority {
            headers.append(Header("Host", authority))
        }
        for field in head.headerFields {
            headers.append(Header(field.name.rawName, field.value))
        }
        self.init(method: head.method.rawValue, path: path, query: query, headers: headers)
    }
}

extension HTTPRequest {
    /// The two parts of the request target, as they were sent. A target with scheme and host, as proxies get it, counts
    /// from its path on.
    var pathAndQuery: (path: String, query: String) {
        var target = Substring(path ?? "/")
        if !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") {
            target = target[scheme.upperBound...]
            target = target.firstIndex(of: "/").map { target[$0...] } ?? "/"
        }
        guard let mark = target.firstIndex(of: "?") else { return (String(target), "") }
        return (String(target[..<mark]), String(target[target.index(after: mark)...]))
    }
}
