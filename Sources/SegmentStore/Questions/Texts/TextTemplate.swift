internal import Logbook

/// A text of which parts are kept elsewhere: fixed pieces with a slot between each two.
///
/// What follows the end mark is not part of the text; see `TemplateMark`.
struct TextTemplate: Hashable, Sendable {
    /// In UTF-8; one more than `slots`.
    let pieces: [[UInt8]]
    /// The numbers of the slots that stand between the pieces.
    let slots: [Int]
    /// Whether there are slots that do not stand in the text.
    let hidesSlots: Bool
    /// Whether a slot stands right beside a word or another slot, so that a word may go on in it.
    let touchesWords: Bool

    /// - Throws: `LogStoreError` with `corruption` where a mark stands where none belongs.
    init(_ bytes: [UInt8]) throws {
        let end = bytes.firstIndex(of: TemplateMark.end) ?? bytes.endIndex
        guard let parts = TemplatePiece.pieces(of: bytes[..<end]) else { throw Self.damage }
        (pieces, slots) = parts.cutAtSlots
        hidesSlots = bytes[end...].contains(TemplateMark.open)
        touchesWords = Self.touchesWords(pieces.map { String(decoding: $0, as: UTF8.self) })
    }

    private static func touchesWords(_ pieces: [String]) -> Bool {
        let last = pieces.count - 1
        return pieces.enumerated().contains { index, piece in
            let scalars = piece.unicodeScalars
            let touchesNext = index < last && (scalars.last.map(WordCharacter.contains) ?? (index > 0))
            return touchesNext || index > 0 && (scalars.first.map(WordCharacter.contains) ?? (index < last))
        }
    }

    private static var damage: LogStoreError {
        LogStoreError(.corruption, "a template in a segment is damaged; restore the segment from a backup")
    }
}
