internal import Crypto
internal import FoundationEssentials

/// A request in the one form over which its signature is computed.
///
/// Method, path, query, header block, signed list and payload hash, one a line; the header block ends with an empty
/// line. Source: the signing guide, https://support.huaweicloud.com/en-us/devg-apisign/
struct CanonicalRequest {
    let text: String

    /// - Parameters:
    ///   - signedHeaders: names in the order in which they are signed; each is in the request.
    ///   - plusIsSpace: how a bare `+` of the query is read.
    init(_ request: SignableRequest, signedHeaders: [String], payloadHash: String, plusIsSpace: Bool) {
        var lines = [
            request.method,
            Self.path(request.path),
            Self.query(request.query, plusIsSpace: plusIsSpace),
        ]
        for name in signedHeaders {
            lines.append("\(name.lowercased()):\(request.header(name) ?? "")")
        }
        lines.append("")
        lines.append(signedHeaders.joined(separator: ";"))
        lines.append(payloadHash)
        text = lines.joined(separator: "\n")
    }

    /// Algorithm, date and hash of the canonical request: what the secret signs.
    func stringToSign(date: String) -> String {
        "\(RequestSignature.algorithm)\n\(date)\n\(Self.hash(Array(text.utf8)))"
    }

    static func hash(_ bytes: [UInt8]) -> String {
        Hexadecimal.encode(SHA256.hash(data: bytes))
    }

    /// Decoded as a whole, encoded again segment by segment, with a slash at its end. Dot segments stay.
    private static func path(_ path: String) -> String {
        let decoded = PercentEncoding.decode(path.utf8, plusIsSpace: false)
        let segments = decoded.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let encoded = segments.map { PercentEncoding.encode($0) }.joined(separator: "/")
        return encoded.hasSuffix("/") ? encoded : encoded + "/"
    }

    /// Decoded, sorted by name, then by value, and encoded again. A name without a value gets an empty one.
    private static func query(_ query: String, plusIsSpace: Bool) -> String {
        var pairs: [(name: [UInt8], value: [UInt8])] = []
        for field in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? PercentEncoding.decode(parts[1], plusIsSpace: plusIsSpace) : []
            pairs.append((PercentEncoding.decode(parts[0], plusIsSpace: plusIsSpace), value))
        }
        pairs.sort { left, right in
            if left.name == right.name {
                return left.value.lexicographicallyPrecedes(right.value)
            }
            return left.name.lexicographicallyPrecedes(right.name)
        }
        return pairs.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
    }
}
