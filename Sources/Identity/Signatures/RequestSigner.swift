internal import Crypto
internal import FoundationEssentials
package import Logbook

/// Signs requests as the vendor's clients do.
package struct RequestSigner: Sendable {
    private let accessKey: String
    private let secret: String

    package init(accessKey: String, secret: String) {
        self.accessKey = accessKey
        self.secret = secret
    }

    /// Adds the date, unless the request has one, and the signature.
    ///
    /// - Parameters:
    ///   - signing: names of the headers that are signed, besides the date; those that the request lacks are left out.
    ///     `nil` signs all.
    ///   - header: where the signature goes; callers of published APIs use `X-Authorization` as well.
    package func sign(
        _ request: inout SignableRequest, signing names: [String]? = nil, at now: Timestamp,
        header: String = "Authorization"
    ) {
        let date: String
        if let given = request.header(RequestSignature.dateHeader) {
            date = given
        } else {
            date = SigningDate.print(now)
            request.headers.append(.init("X-Sdk-Date", date))
        }
        let present = Set(request.headers.map { $0.name.lowercased() })
        var signed = present
        if let names {
            signed.formIntersection(names.map { $0.lowercased() })
            signed.insert(RequestSignature.dateHeader)
        }
        let signedHeaders = signed.sorted()
        let announced = request.header(RequestSignature.payloadHeader)
        let isUnsigned = announced == RequestSignature.unsignedPayload && !request.body.isEmpty
        let canonical = CanonicalRequest(
            request, signedHeaders: signedHeaders,
            payloadHash: isUnsigned ? RequestSignature.unsignedPayload : CanonicalRequest.hash(request.body),
            plusIsSpace: true)
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(canonical.stringToSign(date: date).utf8), using: SymmetricKey(data: Array(secret.utf8)))
        let value =
            "\(RequestSignature.algorithm) Access=\(accessKey), SignedHeaders=\(signedHeaders.joined(separator: ";")), "
            + "Signature=\(Hexadecimal.encode(code))"
        request.headers.append(.init(header, value))
    }
}
