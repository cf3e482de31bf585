/// How the body of a request (RFC 9110, section 8.4) or a file was made smaller.
package enum ContentEncoding: Sendable {
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

    /// Bytes that have to be known to tell how a file was made smaller.
    package static let magicByteCount = 4

    /// What a file says of itself with its first bytes. Text begins with neither of the two.
    package init(magic bytes: some Sequence<UInt8>) {
        switch Array(bytes.prefix(Self.magicByteCount)) {
        case [0x28, 0xB5, 0x2F, 0xFD]: self = .zstd
        case let bytes where bytes.starts(with: [0x1F, 0x8B]): self = .gzip
        default: self = .identity
        }
    }
}
