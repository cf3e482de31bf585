/// The path under which an API is published: `/shops/{shop}/orders`.
///
/// Literal segments are plain text, compared with the decoded segments of a call. A trailing slash means nothing.
package struct PathTemplate: Hashable, Sendable {
    package enum Segment: Hashable, Sendable {
        case literal(String)
        case parameter(String)
    }

    package let segments: [Segment]

    /// - Throws: `ServiceError` with `callFailed` when the path does not begin with a slash, has an empty segment, or
    ///   names a parameter badly or twice.
    package init(_ path: String) throws(ServiceError) {
        guard path.hasPrefix("/") else {
            throw Self.broken("begin it with a slash")
        }
        var segments: [Segment] = []
        var names: Set<String> = []
        for text in Self.split(path) {
            guard !text.isEmpty else {
                throw Self.broken("take out the empty segment")
            }
            guard text.contains(where: { $0 == "{" || $0 == "}" }) else {
                segments.append(.literal(String(text)))
                continue
            }
            let name = String(text.dropFirst().dropLast())
            guard text.hasPrefix("{"), text.hasSuffix("}"), !name.isEmpty,
                !name.contains(where: { "{}?#%".contains($0) })
            else {
                throw Self.broken("write a path parameter as a whole segment {name}")
            }
            guard names.insert(name).inserted else {
                throw Self.broken("give each path parameter a name of its own")
            }
            segments.append(.parameter(name))
        }
        self.segments = segments
    }

    package var parameterNames: [String] {
        segments.compactMap { segment in
            if case .parameter(let name) = segment { name } else { nil }
        }
    }

    /// The segments of a path that begins with a slash, without the empty one behind a trailing slash.
    static func split(_ path: String) -> [Substring] {
        var segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if segments.last?.isEmpty == true {
            segments.removeLast()
        }
        return segments
    }

    private static func broken(_ advice: String) -> ServiceError {
        ServiceError(.callFailed, "the path of the api cannot be used, \(advice)")
    }
}
