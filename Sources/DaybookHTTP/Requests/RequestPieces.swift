internal import HummingbirdCore
internal import NIOCore

/// The body of a request as it comes: pieces of bytes, never all of them at once.
enum RequestPieces: AsyncSequence, Sendable {
    /// Read already, for its signature.
    case read([UInt8])
    case unread(RequestBody)

    struct AsyncIterator: AsyncIteratorProtocol {
        private var bytes: [UInt8]?
        private var body: RequestBody.AsyncIterator?

        init(_ pieces: RequestPieces) {
            switch pieces {
            case .read(let bytes): self.bytes = bytes
            case .unread(let body): self.body = body.makeAsyncIterator()
            }
        }

        /// - Throws: `BrokenBody`.
        mutating func next() async throws -> [UInt8]? {
            try await next(isolation: #isolation)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            if let bytes {
                self.bytes = nil
                return bytes
            }
            do {
                return try await body?.next(isolation: actor).map { [UInt8](buffer: $0) }
            } catch {
                throw BrokenBody(cause: error)
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(self)
    }
}
