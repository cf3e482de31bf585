internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Logbook
internal import Logging

/// A request that has passed the gate: its caller is known and its body has been read.
struct ControlRequest: Sendable {
    var requestID: String
    var head: HTTPRequest
    var parameters: Parameters
    var query: QueryItems
    /// The body; empty where the endpoint reads it itself.
    var body: [UInt8]
    /// The body of a request whose endpoint reads it piece by piece.
    var pieces: RequestPieces?
    /// Who asks; `nil` where the endpoint is open to everybody.
    var caller: Caller?
    /// The project of the path, where it has one; it is the caller's.
    var project: Project?
    /// Scheme, host and port under which the caller reaches this server, without a slash at the end.
    var baseURL: String
    /// Where the request came from; the proxy in between, where there is one.
    var remote: AuditEvent.Endpoint
    var logger: Logger

    /// A header by its name, without regard to case.
    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { head.headerFields[$0] }
    }

    /// A named part of the path.
    func parameter(_ name: String) -> String {
        guard let value = parameters.get(name) else {
            preconditionFailure("the path of the endpoint has no \(name)")
        }
        return value
    }

    /// The caller of an endpoint that is not open.
    func requireCaller() -> Caller {
        guard let caller else { preconditionFailure("the endpoint is open to everybody") }
        return caller
    }

    /// The project of an endpoint whose path names one.
    func requireProject() -> Project {
        guard let project else { preconditionFailure("the path of the endpoint names no project") }
        return project
    }

    /// Reads the body as JSON.
    ///
    /// - Throws: what `refusal` makes of the words that say what is wrong.
    func decode<Body: Decodable>(_ type: Body.Type, orElse refusal: (String) -> ControlError) throws -> Body {
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch let error as DecodingError {
            throw refusal(error.shortDescription)
        }
    }
}

extension DecodingError {
    /// What is wrong and where, without any value of the body.
    fileprivate var shortDescription: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "the body has a value of another type at \(Self.path(context.codingPath))"
        case .keyNotFound(let key, let context):
            "the body lacks \(Self.path(context.codingPath + [key]))"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "the body is not JSON"
                : "the body has a value that is not possible at \(Self.path(context.codingPath))"
        @unknown default:
            "the body cannot be read"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "its top" : keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }
}
