/// How the body of a request was made smaller (RFC 9110, section 8.4).
enum ContentEncoding: Sendable {
    case identity
    case gzip
    case zstd

    /// - Parameter header: the value of `Content-Encoding`.
    /// - Throws: `ControlError` with `mediaTypeUnsupported`.
    init(header: String?) throws {
        switch header?.lowercased() {
        case nil, "", "identity": self = .identity
        case "gzip", "x-gzip": self = .gzip
        case "zstd": self = .zstd
        default:
            throw ControlError(
                .mediaTypeUnsupported, "the content encoding is not supported, use one of gzip, zstd or none",
                headers: [("Accept-Encoding", "gzip, zstd")])
        }
    }
}
