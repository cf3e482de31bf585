internal import Crypto
internal import FoundationEssentials
package import Logbook

/// The signature of a request: `SDK-HMAC-SHA256 Access=<key>, SignedHeaders=<a;b;c>, Signature=<64 digits>`.
///
/// Exactly the headers that the signature lists are honoured, because clients differ in what they sign; only
/// `x-sdk-date` has to be among them. A signature may be used again within its window.
package struct RequestSignature: Sendable {
    package static let algorithm = "SDK-HMAC-SHA256"
    package static let dateHeader = "x-sdk-date"
    static let payloadHeader = "x-sdk-content-sha256"
    static let unsignedPayload = "UNSIGNED-PAYLOAD"

    /// Names the secret that signed: the access key of a user, or the key of an app.
    package let accessKey: String
    /// In the order and case in which they were sent.
    package let signedHeaders: [String]
    private let signature: [UInt8]

    /// Reads the value of an `Authorization` header.
    ///
    /// - Throws: `IdentityError` with `unsupportedAlgorithm` or `signatureMalformed`.
    package init(authorization: String) throws {
        let parts = authorization.trimmed.split(separator: " ", maxSplits: 1)
        guard let scheme = parts.first, parts.count == 2 else {
            throw Self.malformed("authorization header needs an algorithm and its attributes")
        }
        guard scheme == Self.algorithm else {
            throw IdentityError(.unsupportedAlgorithm, "signature algorithm is not supported,use \(Self.algorithm)")
        }
        var attributes: [Substring: String] = [:]
        for attribute in parts[1].split(separator: ",") {
            let pair = attribute.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { throw Self.malformed("authorization attribute without value") }
            let name = String(pair[0]).trimmed
            guard attributes.updateValue(String(pair[1]).trimmed, forKey: name[...]) == nil else {
                throw Self.malformed("authorization attribute twice")
            }
        }
        guard let accessKey = attributes["Access"], !accessKey.isEmpty else {
            throw Self.malformed("authorization header lacks Access")
        }
        guard let list = attributes["SignedHeaders"], !list.isEmpty else {
            throw Self.malformed("authorization header lacks SignedHeaders")
        }
        guard let signature = attributes["Signature"].flatMap(Hexadecimal.decode), signature.count == 32 else {
            throw Self.malformed("Signature of the authorization header is not 64 hexadecimal digits")
        }
        self.accessKey = accessKey
        self.signedHeaders = list.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        self.signature = signature
        guard signedHeaders.contains(where: { $0.lowercased() == Self.dateHeader }) else {
            throw Self.malformed("x-sdk-date is not among SignedHeaders")
        }
        guard Set(signedHeaders.map { $0.lowercased() }).count == signedHeaders.count else {
            throw Self.malformed("a header is signed twice")
        }
    }

    /// Whether the value of an `Authorization` header means a signature, of an algorithm that is known or not,
    /// rather than a scheme of another kind.
    package static func isSignature(authorization: String) -> Bool {
        authorization.trimmed.hasPrefix("SDK-") || authorization.trimmed.hasPrefix("V11-HMAC-")
    }

    /// Whether the request was signed about now; needs neither secret nor body.
    ///
    /// - Throws: `IdentityError` with `signatureMalformed` or `signatureExpired`.
    package func checkDate(of request: SignableRequest, at now: Timestamp) throws {
        guard let text = request.header(Self.dateHeader), let date = SigningDate.parse(text) else {
            throw Self.malformed("x-sdk-date is missing or not of the form YYYYMMDDTHHMMSSZ")
        }
        guard date >= now.advanced(by: .zero - Limits.signatureWindow),
            date <= now.advanced(by: Limits.signatureWindow)
        else {
            throw IdentityError(.signatureExpired, "calc ak sk signature fail:signature expired")
        }
    }

    /// Whether this is the signature that the secret gives the request, now. Takes the same time for every wrong one.
    ///
    /// - Throws: `IdentityError` with `signatureMalformed`, `signatureExpired` or `signatureMismatch`.
    package func verify(_ request: SignableRequest, secret: String, at now: Timestamp) throws {
        try checkDate(of: request, at: now)
        let date = request.header(Self.dateHeader) ?? ""
        let key = SymmetricKey(data: Array(secret.utf8))
        for name in signedHeaders where request.header(name) == nil {
            throw IdentityError(.signatureMismatch, "verify aksk signature fail,signed header is missing:\(name)")
        }
        // A bare plus is a space to whoever builds a query as a form, and a plus to whoever writes it by hand.
        let readings = request.query.utf8.contains(UInt8(ascii: "+")) ? [true, false] : [true]
        for payloadHash in payloadHashes(of: request) {
            for plusIsSpace in readings {
                let canonical = CanonicalRequest(
                    request, signedHeaders: signedHeaders, payloadHash: payloadHash, plusIsSpace: plusIsSpace)
                let text = Array(canonical.stringToSign(date: date).utf8)
                if HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: text, using: key) {
                    return
                }
            }
        }
        throw mismatch(request)
    }

    /// The hashes that the signer may have put in. A body is always held to its own hash, unless the signer left it
    /// out of the signature; for an empty body some signers write that it is left out, others hash it nevertheless.
    private func payloadHashes(of request: SignableRequest) -> [String] {
        let isUnsigned = request.header(Self.payloadHeader) == Self.unsignedPayload
        if isUnsigned, !request.body.isEmpty {
            return [Self.unsignedPayload]
        }
        let hash = CanonicalRequest.hash(request.body)
        return isUnsigned ? [hash, Self.unsignedPayload] : [hash]
    }

    /// Shows what the server made of the request, so that a client can compare; values that give access are hidden.
    private func mismatch(_ request: SignableRequest) -> IdentityError {
        var shown = request
        for index in shown.headers.indices where Self.secretHeaders.contains(shown.headers[index].name.lowercased()) {
            shown.headers[index].value = "***"
        }
        let canonical = CanonicalRequest(
            shown, signedHeaders: signedHeaders, payloadHash: payloadHashes(of: request)[0], plusIsSpace: true)
        let text = canonical.text.replacing("\n", with: "|").prefix(Limits.shownCanonicalRequestCountMaximum)
        return IdentityError(.signatureMismatch, "verify aksk signature fail,canonicalRequest:\(text)")
    }

    private static let secretHeaders: Set<String> = [
        "authorization", "cookie", "x-auth-token", "x-security-token", "x-subject-token",
    ]

    private static func malformed(_ message: String) -> IdentityError {
        IdentityError(.signatureMalformed, message)
    }
}
