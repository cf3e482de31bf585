import Identity
import Logbook
import Testing

/// Signatures made by the vendor's own signer, version 3.1.219; the first is also published in its guide.
@Suite struct SignatureVectorTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var accessKey = "TESTAK0000000000EXAM"
        var secret = "testsk/0123456789abcdefghijABCDEFGHIJkl"
        var date = "20240102T030405Z"
        /// 2024-01-02T03:04:05Z.
        var seconds: Int64 = 1_704_164_645
        var method = "GET"
        var host: String
        var path: String
        var query = ""
        var headers: [(String, String)]
        var body = ""
        var signedHeaders: String
        var signature: String

        var request: SignableRequest {
            var fields = headers.map { SignableRequest.Header($0.0, $0.1) }
            fields.append(.init("Host", host))
            fields.append(.init("X-Sdk-Date", date))
            fields.append(.init("Connection", "keep-alive"))
            return SignableRequest(method: method, path: path, query: query, headers: fields, body: Array(body.utf8))
        }

        var authorization: String {
            "SDK-HMAC-SHA256 Access=\(accessKey), SignedHeaders=\(signedHeaders), Signature=\(signature)"
        }
    }

    static let vectors = [
        Vector(
            testDescription: "V0", accessKey: "QTWAOYTTINDUT2QVKYUC",
            secret: "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc", date: "20191115T033655Z", seconds: 1_573_789_015,
            host: "service.region.example.com", path: "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs",
            query: "limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
            headers: [("content-type", "application/json")], signedHeaders: "content-type;host;x-sdk-date",
            signature: "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe"),
        Vector(
            testDescription: "V1", host: "dds.example.test:8080",
            path: "/v3/0549b4a43100d4f32f51c01c2fe4acdb/instances/65d3fe0c50984b35bc1a36e9b7c7de98in02/auditlog",
            query:
                "start_time=2020-12-06T09%3A00%3A00%2B0800&end_time=2020-12-10T18%3A00%3A15%2B0800&offset=0&limit=33",
            headers: [
                ("Content-Type", "application/json"), ("X-Language", "en-us"),
                ("X-Project-Id", "0549b4a43100d4f32f51c01c2fe4acdb"),
            ],
            signedHeaders: "content-type;host;x-language;x-project-id;x-sdk-date",
            signature: "4a059937f6347ec0121d92e0600bf793a435d2d3739ed89a3595dc77f877c4e4"),
        Vector(
            testDescription: "V2", host: "dayu.example.test:8080",
            path: "/v1/0833a5737480d53b2f250010d01a7b88/service/instances/4f9366ce3e87860934c36d0ac027ad6a/accesslog",
            query: "is_api=true",
            headers: [
                ("content-type", "application/json"), ("workspace", "ws-001"),
                ("x-project-id", "0833a5737480d53b2f250010d01a7b88"),
            ],
            signedHeaders: "content-type;host;workspace;x-project-id;x-sdk-date",
            signature: "00d36d3f5cd42578f4258f9bb922f986019fa6266147467c5e5328ce268c0c16"),
        Vector(
            testDescription: "V3", method: "POST", host: "dds.example.test:8080",
            path: "/v3/0549b4a43100d4f32f51c01c2fe4acdb/instances/2870a411522849aa901cd4351c96a3b7in02/auditlog-links",
            headers: [
                ("content-type", "application/json"), ("x-project-id", "0549b4a43100d4f32f51c01c2fe4acdb"),
                ("x-security-token", "STS-TOKEN-EXAMPLE"),
            ],
            body: #"{"ids": ["a", "b"]}"#,
            signedHeaders: "content-type;host;x-project-id;x-sdk-date;x-security-token",
            signature: "d94569491ee7785d163d77226203942e16b402bd5485d6a357fb02888e6f33cb"),
        Vector(
            testDescription: "V4", method: "POST", host: "dayu.example.test:8080", path: "/v1/p/service/import/excel",
            headers: [
                ("content-type", "multipart/form-data; boundary=xx"), ("x-sdk-content-sha256", "UNSIGNED-PAYLOAD"),
            ],
            body: "--xx--", signedHeaders: "content-type;host;x-sdk-content-sha256;x-sdk-date",
            signature: "9ab761c1aec8cdb886650a3fa3b9af64e0bb00d67fb834383f3752cc078b6250"),
    ]

    @Test(arguments: vectors)
    func `a vendor's signature is accepted`(vector: Vector) throws {
        let signature = try RequestSignature(authorization: vector.authorization)
        #expect(signature.accessKey == vector.accessKey)
        try signature.verify(vector.request, secret: vector.secret, at: Timestamp(seconds: vector.seconds))
    }

    @Test(arguments: vectors)
    func `our signer makes the vendor's signature`(vector: Vector) {
        var request = vector.request
        RequestSigner(accessKey: vector.accessKey, secret: vector.secret).sign(
            &request, signing: vector.signedHeaders.split(separator: ";").map(String.init),
            at: Timestamp(seconds: vector.seconds))
        #expect(request.header("Authorization") == vector.authorization)
    }

    @Test(arguments: vectors)
    func `a vendor's signature holds for nothing else`(vector: Vector) throws {
        let signature = try RequestSignature(authorization: vector.authorization)
        let now = Timestamp(seconds: vector.seconds)
        var others: [SignableRequest] = Array(repeating: vector.request, count: 4)
        others[0].method = "PUT"
        others[1].path += "x"
        others[2].query += "&a=b"
        others[3].headers[0].value += "x"
        for other in others {
            #expect(throws: IdentityError(.signatureMismatch, "")) {
                try signature.verify(other, secret: vector.secret, at: now)
            }
        }
        #expect(throws: IdentityError(.signatureMismatch, "")) {
            try signature.verify(vector.request, secret: vector.secret + "x", at: now)
        }
    }
}
