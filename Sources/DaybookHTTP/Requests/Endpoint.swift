internal import HTTPTypes
internal import Hummingbird

/// One method of one path: who may call it, and what it does.
struct Endpoint: Sendable {
    enum Access: Sendable {
        /// Everybody.
        case open
        /// Whoever has a token or signs.
        case caller
        /// Whoever the project `{project_id}` of the path belongs to.
        case project
    }

    var method: HTTPRequest.Method
    /// A part written `{name}` is handed to `handle` by this name.
    var path: RouterPath
    var access: Access
    /// Of a body that is read before `handle` is called.
    var bodyByteCountMaximum: Int
    /// Whether `handle` reads the body itself, piece by piece, however long it is.
    var isStreaming = false
    var handle: @Sendable (ControlRequest) async throws -> Response

    init(
        _ method: HTTPRequest.Method, _ path: RouterPath, access: Access, isStreaming: Bool = false,
        handle: @escaping @Sendable (ControlRequest) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.isStreaming = isStreaming
        self.bodyByteCountMaximum = access == .open ? Limits.openByteCountMaximum : Limits.bodyByteCountMaximum
        self.handle = handle
    }
}
