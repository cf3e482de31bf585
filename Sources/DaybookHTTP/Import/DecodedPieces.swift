/// The pieces of a body with its content encoding undone.
struct DecodedPieces: AsyncSequence {
    let pieces: RequestPieces
    let encoding: ContentEncoding

    struct AsyncIterator: AsyncIteratorProtocol {
        private var base: RequestPieces.AsyncIterator
        private let decompressor: Decompressor?

        init(_ pieces: DecodedPieces) {
            base = pieces.pieces.makeAsyncIterator()
            decompressor = Decompressor(pieces.encoding)
        }

        /// - Throws: `BrokenBody`, or what `Decompressor` throws.
        mutating func next() async throws -> [UInt8]? {
            try await next(isolation: #isolation)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            guard let decompressor else { return try await base.next(isolation: actor) }
            while true {
                if let piece = try decompressor.next() { return piece }
                guard let compressed = try await base.next(isolation: actor) else {
                    try decompressor.finish()
                    return nil
                }
                decompressor.feed(compressed)
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(self)
    }
}
