import Identity
import Logbook
import Testing

@Suite struct RequestSignatureTests {
    static let accessKey = "TESTAK0000000000EXAM"
    static let secret = "testsk/0123456789abcdefghijABCDEFGHIJkl"
    /// 2024-01-02T03:04:05Z.
    static let now = Timestamp(seconds: 1_704_164_645)

    static func request(
        _ path: String = "/v1/p", query: String = "", method: String = "GET", headers: [(String, String)] = [],
        body: String = ""
    ) -> SignableRequest {
        let all = [("Host", "h.example.test"), ("X-Sdk-Date", "20240102T030405Z")] + headers
        return SignableRequest(
            method: method, path: path, query: query, headers: all.map { .init($0.0, $0.1) }, body: Array(body.utf8))
    }

    /// Signs, so that what comes after can go wrong.
    static func signed(_ request: SignableRequest, signing names: [String]? = nil) throws
        -> (SignableRequest, RequestSignature)
    {
        var request = request
        RequestSigner(accessKey: accessKey, secret: secret).sign(&request, signing: names, at: now)
        return (request, try RequestSignature(authorization: try #require(request.header("authorization"))))
    }

    // MARK: Paths and queries as the vendor's signer reads them

    @Test(arguments: [
        (
            "/v1/p/%E4%B8%AD%E6%96%87%20name/a~b", "%E5%90%8D=%E5%80%BC%201",
            "bb00706f63a16b4fc4a7df4c10c2081ad3b2bb7dc32d36566d15024d6edfb428"
        ),
        (
            "/v1/p/中文 name/a~b", "名=值+1",
            "bb00706f63a16b4fc4a7df4c10c2081ad3b2bb7dc32d36566d15024d6edfb428"
        ),
        (
            "/v1/p/%E4%B8%AD/a%2Fb", "a=1%2B1&b=%252B",
            "7779f4d5a04279838391e6de1b3a0444598eeddcd06803c52abb7561b1ecc0ed"
        ),
        (
            "/v1/p/%e4%b8%ad/a/b", "b=%252B&a=1+1",
            "7779f4d5a04279838391e6de1b3a0444598eeddcd06803c52abb7561b1ecc0ed"
        ),
        ("/v1/p", "k=b&k=a&a=", "50ef3f582d996f741ec87c803055cb739e91fe6234a5f145d5b7afc52617acad"),
        ("/v1/p", "k=b&k=a&a", "50ef3f582d996f741ec87c803055cb739e91fe6234a5f145d5b7afc52617acad"),
        (
            "/v1/../p/./x//y", "-=4&A=2&_=3&z=1",
            "a0969a3f263022cef5fc5941d07886777f854c5ca1b9aa8a99353009975352aa"
        ),
        ("/v1/p/", "", "b2f1b24cac0829eafe0ee1b62facc4e130bba2a52bfa6389c3b9ec6c2da3e9df"),
        ("/v1/p", "is_api=true", "a45e2bb639243cd5090d0d8066e4ebfb6eac542f3cdb9b787627207b2bdce798"),
    ])
    func `the vendor's signature of an unusual request is accepted`(path: String, query: String, code: String) throws {
        let signature = try RequestSignature(
            authorization:
                "SDK-HMAC-SHA256 Access=\(Self.accessKey), SignedHeaders=host;x-sdk-date, Signature=\(code)")
        try signature.verify(Self.request(path, query: query), secret: Self.secret, at: Self.now)
    }

    @Test func `a signed plus is not a space`() throws {
        let (request, signature) = try Self.signed(Self.request(query: "a=1%2B1"))
        var other = request
        other.query = "a=1%201"
        #expect(throws: IdentityError(.signatureMismatch, "")) {
            try signature.verify(other, secret: Self.secret, at: Self.now)
        }
    }

    // MARK: Headers

    @Test func `headers outside the list may come, go and change`() throws {
        let (signed, signature) = try Self.signed(
            Self.request(headers: [("X-Project-Id", "p")]), signing: [])
        #expect(signature.signedHeaders == ["x-sdk-date"])
        var request = signed
        request.headers.removeAll { $0.name == "Host" }
        request.headers.append(.init("X-Other", "1"))
        try signature.verify(request, secret: Self.secret, at: Self.now)
    }

    @Test func `a signed header that is missing, changed or doubled is noticed`() throws {
        let (signed, signature) = try Self.signed(Self.request(headers: [("workspace", "ws")]))
        var missing = signed
        missing.headers.removeAll { $0.name == "workspace" }
        var changed = missing
        changed.headers.append(.init("workspace", "other"))
        var doubled = signed
        doubled.headers.append(.init("Workspace", "other"))
        for request in [missing, changed, doubled] {
            #expect(throws: IdentityError(.signatureMismatch, "")) {
                try signature.verify(request, secret: Self.secret, at: Self.now)
            }
        }
    }

    @Test func `case of names and blanks around values do not matter`() throws {
        let (signed, signature) = try Self.signed(Self.request(headers: [("workspace", "ws")]))
        var request = signed
        for index in request.headers.indices {
            request.headers[index].name = request.headers[index].name.uppercased()
            request.headers[index].value = " \t\(request.headers[index].value) "
        }
        try signature.verify(request, secret: Self.secret, at: Self.now)
    }

    // MARK: Bodies

    @Test func `a body counts to the byte`() throws {
        let (request, signature) = try Self.signed(Self.request(method: "POST", body: "{}\n"))
        try signature.verify(request, secret: Self.secret, at: Self.now)
        for body in ["{}", "{} ", ""] {
            var other = request
            other.body = Array(body.utf8)
            #expect(throws: IdentityError(.signatureMismatch, "")) {
                try signature.verify(other, secret: Self.secret, at: Self.now)
            }
        }
    }

    @Test func `a hash that the caller announces does not stand for another body`() throws {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        let (request, signature) = try Self.signed(Self.request(headers: [("X-Sdk-Content-Sha256", empty)]))
        try signature.verify(request, secret: Self.secret, at: Self.now)
        var other = request
        other.body = Array("drop".utf8)
        #expect(throws: IdentityError(.signatureMismatch, "")) {
            try signature.verify(other, secret: Self.secret, at: Self.now)
        }
    }

    @Test func `an unsigned body may be anything, an empty one either way`() throws {
        let headers = [("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD")]
        let (request, signature) = try Self.signed(Self.request(headers: headers, body: "a"))
        var other = request
        other.body = Array("b".utf8)
        try signature.verify(other, secret: Self.secret, at: Self.now)
        other.body = []
        try signature.verify(other, secret: Self.secret, at: Self.now)
        let (hashed, hashedSignature) = try Self.signed(Self.request(headers: headers))
        try hashedSignature.verify(hashed, secret: Self.secret, at: Self.now)
        other = hashed
        other.body = Array("b".utf8)
        #expect(throws: IdentityError(.signatureMismatch, "")) {
            try hashedSignature.verify(other, secret: Self.secret, at: Self.now)
        }
    }

    // MARK: Time

    @Test(arguments: [-900, -899, 0, 899, 900])
    func `a signature holds for a quarter of an hour either way`(seconds: Int64) throws {
        let (request, signature) = try Self.signed(Self.request())
        try signature.verify(request, secret: Self.secret, at: Self.now.advanced(by: .seconds(seconds)))
    }

    @Test(arguments: [-960, -901, 901, 960])
    func `outside of it it has expired, whoever signed`(seconds: Int64) throws {
        let (request, signature) = try Self.signed(Self.request())
        let error = #expect(throws: IdentityError(.signatureExpired, "")) {
            try signature.verify(request, secret: "other", at: Self.now.advanced(by: .seconds(seconds)))
        }
        #expect(
            error?.gatewayText
                == "Incorrect IAM authentication information: calc ak sk signature fail:signature expired")
    }

    @Test(arguments: [
        "", "20240102T030405", "2024-01-02T03:04:05Z", "20240230T030405Z", "20240102T250405Z", "20240102 030405Z",
        "+0240102T030405Z", "２0240102T030405Z", "20240102T030405Z,20240102T030405Z",
    ])
    func `a date of another form is refused`(date: String) throws {
        let (signed, signature) = try Self.signed(Self.request())
        var request = signed
        request.headers[1].value = date
        #expect(throws: IdentityError(.signatureMalformed, "")) {
            try signature.verify(request, secret: Self.secret, at: Self.now)
        }
    }

    // MARK: The header itself

    @Test(arguments: [
        "", "SDK-HMAC-SHA256", "SDK-HMAC-SHA256 ", "SDK-HMAC-SHA256 Access=a",
        "SDK-HMAC-SHA256 Access=a, SignedHeaders=x-sdk-date",
        "SDK-HMAC-SHA256 Access=, SignedHeaders=x-sdk-date, Signature=\(String(repeating: "0", count: 64))",
        "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=\(String(repeating: "0", count: 64))",
        "SDK-HMAC-SHA256 Access=a, SignedHeaders=x-sdk-date, Signature=\(String(repeating: "0", count: 63))",
        "SDK-HMAC-SHA256 Access=a, SignedHeaders=x-sdk-date, Signature=\(String(repeating: "g", count: 64))",
        "SDK-HMAC-SHA256 Access=a, SignedHeaders=x-sdk-date, Signature=\(String(repeating: "0", count: 66))",
        "SDK-HMAC-SHA256 Access=a, Access=b, SignedHeaders=x-sdk-date, Signature=\(String(repeating: "0", count: 64))",
        "SDK-HMAC-SHA256 Access=a, SignedHeaders=x-sdk-date;X-Sdk-Date, Signature=\(String(repeating: "0", count: 64))",
        "SDK-HMAC-SHA256 Access, SignedHeaders=x-sdk-date, Signature=\(String(repeating: "0", count: 64))",
    ])
    func `a malformed header is refused`(authorization: String) {
        #expect(throws: IdentityError(.signatureMalformed, "")) {
            _ = try RequestSignature(authorization: authorization)
        }
    }

    @Test(arguments: ["SDK-HMAC-SM3", "SDK-ECDSA-P256-SHA256", "SDK-SM2-SM3", "V11-HMAC-SHA256", "sdk-hmac-sha256"])
    func `another algorithm is named as such`(algorithm: String) {
        let header = "\(algorithm) Access=a, SignedHeaders=x-sdk-date, Signature=\(String(repeating: "0", count: 64))"
        #expect(throws: IdentityError(.unsupportedAlgorithm, "")) {
            _ = try RequestSignature(authorization: header)
        }
    }

    @Test func `commas need no blank`() throws {
        let signature = try RequestSignature(
            authorization:
                "SDK-HMAC-SHA256  Access=a,SignedHeaders=host;x-sdk-date,Signature=\(String(repeating: "A", count: 64))"
        )
        #expect(signature.accessKey == "a")
        #expect(signature.signedHeaders == ["host", "x-sdk-date"])
    }

    @Test func `a mismatch shows the canonical request without what gives access`() throws {
        let (request, signature) = try Self.signed(
            Self.request(query: "b=2&a=1", headers: [("X-Security-Token", "geheim"), ("workspace", "ws")]))
        let error = #expect(throws: IdentityError.self) {
            try signature.verify(request, secret: "wrong", at: Self.now)
        }
        let message = try #require(error?.message)
        #expect(
            message.hasPrefix("verify aksk signature fail,canonicalRequest:GET|/v1/p/|a=1&b=2|host:h.example.test|"))
        #expect(message.contains("|workspace:ws|"))
        #expect(!message.contains("geheim"))
        #expect(!message.contains("\n"))
    }

    @Test func `a mismatch of a huge request stays short`() throws {
        let (request, signature) = try Self.signed(
            Self.request(query: "a=" + String(repeating: "x", count: 100_000)))
        let error = #expect(throws: IdentityError.self) {
            try signature.verify(request, secret: "wrong", at: Self.now)
        }
        #expect((error?.message.utf8.count ?? .max) < 10_000)
    }
}
