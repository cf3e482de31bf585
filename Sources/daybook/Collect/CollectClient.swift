import AsyncHTTPClient
import DocumentAudit
import Foundation
import Identity
import Logbook
import NIOCore
import NIOHTTP1

/// The server that takes collected lines over HTTP: the one of a data folder beside the command, or one elsewhere.
struct CollectClient: LineTaker {
    /// How a request proves who sends it.
    enum Proof {
        /// Makes a token anew for each request, for tokens end.
        case token(@Sendable () throws -> String)
        case key(RequestSigner)
    }

    let baseURL: String
    /// The node's route.
    let path: String
    let proof: Proof
    let client: HTTPClient

    private static let timeout = TimeAmount.seconds(120)
    private static let answerByteCountMaximum = 1 << 20
    /// What a signature covers; longer bodies go unsigned, as the signing guide has it.
    private static let signedByteCountMaximum = 8 << 20

    private struct PositionAnswer: Decodable {
        var position: String?
    }

    private struct Refusal: Decodable {
        var message: String

        enum CodingKeys: String, CodingKey { case message = "error_msg" }
    }

    /// - Throws: `CommandError` when the server refuses for good; anything else may pass.
    func position(of source: String) async throws -> String? {
        let (status, body) = try await send(.GET, query: "source=\(source)", body: [])
        guard status == .ok else { throw Self.refusal(status, body) }
        return try JSONDecoder().decode(PositionAnswer.self, from: body).position
    }

    /// - Throws: `CommandError` when the server refuses for good; anything else may pass.
    func take(_ batch: LineIntake.Batch) async throws -> TakenLines? {
        let start = (batch.from.map { "&from=\($0)" } ?? "") + (batch.isGap ? "&lost=true" : "")
        let (status, body) = try await send(
            .POST, query: "source=\(batch.source)\(start)&to=\(batch.to)", body: batch.lines)
        switch status {
        case .ok: return try JSONDecoder().decode(TakenLines.self, from: body)
        case .conflict: return nil
        default: throw Self.refusal(status, body)
        }
    }

    /// What a server that is starting, busy, full or behind a proxy answers is worth another try.
    private static func refusal(_ status: HTTPResponseStatus, _ body: Data) -> any Error {
        let text = (try? JSONDecoder().decode(Refusal.self, from: body).message) ?? "status \(status.code)"
        return status.code >= 500 || status == .tooManyRequests || status == .requestTimeout
            ? Unavailable(reason: text) : CommandError("the server refuses: \(text)")
    }

    private func send(_ method: HTTPMethod, query: String, body: [UInt8]) async throws -> (HTTPResponseStatus, Data) {
        var request = HTTPClientRequest(url: "\(baseURL)\(path)?\(query)")
        request.method = method
        switch proof {
        case .token(let make): request.headers.add(name: "X-Auth-Token", value: try make())
        case .key(let signer): sign(&request, query, body, with: signer)
        }
        if method == .POST {
            request.headers.add(name: "Content-Type", value: "application/x-ndjson")
            request.body = .bytes(body)
        }
        let response = try await client.execute(request, timeout: Self.timeout)
        let answer = try await response.body.collect(upTo: Self.answerByteCountMaximum)
        return (response.status, Data(answer.readableBytesView))
    }

    private func sign(_ request: inout HTTPClientRequest, _ query: String, _ body: [UInt8], with signer: RequestSigner)
    {
        let host = URL(string: baseURL).map { url in
            url.host(percentEncoded: false).map { $0 + (url.port.map { ":\($0)" } ?? "") } ?? ""
        }
        var signable = SignableRequest(
            method: request.method.rawValue, path: path, query: query, headers: [.init("Host", host ?? "")], body: body)
        if body.count > Self.signedByteCountMaximum {
            signable.headers.append(.init("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD"))
        }
        signer.sign(&signable, at: TimeSource.system.now())
        for header in signable.headers {
            request.headers.replaceOrAdd(name: header.name, value: header.value)
        }
    }
}
