internal import Synchronization

/// Hands the pieces of a question out to the threads that work on it, each once, in their order.
final class PieceQueue<Piece: Sendable>: Sendable {
    private let pieces: [Piece]
    private let nextIndex = Atomic(0)

    init(_ pieces: [Piece]) {
        self.pieces = pieces
    }

    func next() -> (index: Int, piece: Piece)? {
        let index = nextIndex.wrappingAdd(1, ordering: .relaxed).oldValue
        return index < pieces.count ? (index, pieces[index]) : nil
    }
}
