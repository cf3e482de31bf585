import AsyncHTTPClient
import Foundation
import Identity
import Logbook
import NIOCore
import NIOHTTP1
import NIOSSL

/// The server that has a data folder open, as seen by a command beside it.
///
/// The command proves itself with a token that it makes from the folder's key: whoever can read the key owns the
/// folder.
struct RunningServer {
    private let baseURL: String
    private let token: String
    private let tls: TLSConfiguration?
    private let silence: String

    private static let timeout = TimeAmount.seconds(60)
    /// A year of records may come through a slow pipe; whoever waits for too long ends the command.
    private static let importTimeout = TimeAmount.hours(24 * 7)
    private static let answerByteCountMaximum = 64 << 20

    /// - Parameter isSeen: whether it is known that a server has the folder.
    init(folder: DataFolder, settings: Settings, isSeen: Bool = true) throws {
        silence =
            isSeen
            ? "the data folder is in use, but its server does not answer"
            : "the server of the data folder, which `daybook serve` starts, does not answer"
        baseURL = Self.baseURL(settings)
        tls = try settings.controlTLS?.configurationOfNeighbour(in: folder)
        token = try TokenIssuer(Installation.masterKey(of: folder), time: .system).processToken()
    }

    /// Where the server of a data folder listens, as seen from the same machine.
    static func baseURL(_ settings: Settings) -> String {
        let anywhere = ["0.0.0.0", "::"]
        let host = anywhere.contains(settings.control.host) ? Installer.loopback : settings.control.host
        let scheme = settings.controlTLS == nil ? "http" : "https"
        return "\(scheme)://\(Address(host: host, port: settings.control.port))"
    }

    /// Posts a request, empty unless it has JSON, and returns the body of the answer.
    func post(_ path: String, json: Data? = nil) async throws -> String {
        let body = json.map { (type: "application/json", content: HTTPClientRequest.Body.bytes($0)) }
        return try await send(.POST, path, body: body, timeout: Self.timeout)
    }

    /// Posts a request whose answer comes line by line, for as long as it takes, and returns the last line.
    func post(_ path: String, json: Data, eachLine: @escaping (Data) -> Void) async throws -> Data {
        let body = (type: "application/json", content: HTTPClientRequest.Body.bytes(json))
        let last = try await send(.POST, path, body: body, timeout: Self.importTimeout, eachLine: eachLine)
        return Data(last.utf8)
    }

    /// Gets what is under a path.
    func get(_ path: String) async throws -> String {
        try await send(.GET, path, body: nil, timeout: Self.timeout)
    }

    func put(_ path: String, json: Data) async throws -> String {
        let body = (type: "application/json", content: HTTPClientRequest.Body.bytes(json))
        return try await send(.PUT, path, body: body, timeout: Self.timeout)
    }

    /// Posts lines of JSON as they come, and returns the body of the answer.
    func post(_ path: String, lines: FileChunks) async throws -> String {
        let buffers = lines.map { ByteBuffer(bytes: $0) }
        let body = (type: "application/x-ndjson", content: HTTPClientRequest.Body.stream(buffers, length: .unknown))
        return try await send(.POST, path, body: body, timeout: Self.importTimeout)
    }

    /// A server that went away in the meantime is not waited for.
    private func send(
        _ method: HTTPMethod, _ path: String, body: (type: String, content: HTTPClientRequest.Body)?,
        timeout: TimeAmount, eachLine: ((Data) -> Void)? = nil
    ) async throws -> String {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.tlsConfiguration = tls
        let client = HTTPClient(configuration: configuration)
        let result: Result<String, any Error>
        do {
            result = .success(
                try await send(method, path, body: body, timeout: timeout, eachLine: eachLine, through: client))
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        return try result.get()
    }

    private func send(
        _ method: HTTPMethod, _ path: String, body: (type: String, content: HTTPClientRequest.Body)?,
        timeout: TimeAmount, eachLine: ((Data) -> Void)?, through client: HTTPClient
    ) async throws -> String {
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = method
        request.headers.add(name: "X-Auth-Token", value: token)
        if let body {
            request.headers.add(name: "Content-Type", value: body.type)
            request.body = body.content
        }
        let response: HTTPClientResponse
        let text: String
        do {
            response = try await client.execute(request, timeout: timeout)
            text = try await Self.text(of: response.body, eachLine: response.status == .ok ? eachLine : nil)
        } catch {
            throw CommandError("\(silence) at \(baseURL): \(error); is it starting?")
        }
        guard response.status == .ok else {
            let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(text.utf8))
            throw CommandError(
                refusal?.message ?? "the server at \(baseURL) answered \(response.status.code): \(text)")
        }
        return text
    }

    /// All of a body; where its lines are wanted one by one, only what follows on them, else the last of them.
    private static func text(
        of body: HTTPClientResponse.Body, eachLine: ((Data) -> Void)?
    ) async throws -> String {
        guard let eachLine else {
            return String(buffer: try await body.collect(upTo: answerByteCountMaximum))
        }
        var last = Data()
        var rest = Data()
        for try await buffer in body {
            rest.append(contentsOf: buffer.readableBytesView)
            while let end = rest.firstIndex(of: 0x0a) {
                last = Data(rest[..<end])
                rest = Data(rest[(end + 1)...])
                eachLine(last)
            }
        }
        return String(decoding: rest.isEmpty ? last : rest, as: UTF8.self)
    }

    /// What the server says when it refuses.
    private struct Refusal: Decodable {
        var message: String

        enum CodingKeys: String, CodingKey {
            case message = "error_msg"
        }
    }
}
