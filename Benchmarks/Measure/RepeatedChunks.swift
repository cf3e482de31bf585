/// The same chunks over and over, without making them anew.
struct RepeatedChunks: AsyncSequence, Sendable {
    let chunks: [[UInt8]]
    let count: Int

    struct AsyncIterator: AsyncIteratorProtocol {
        let source: RepeatedChunks
        var index = 0

        mutating func next() async -> [UInt8]? {
            guard index < source.count else { return nil }
            defer { index += 1 }
            return source.chunks[index % source.chunks.count]
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(source: self)
    }
}
