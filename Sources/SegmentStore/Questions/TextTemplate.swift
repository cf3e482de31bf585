internal import Logbook

/// A text of which parts are kept elsewhere: fixed pieces with a slot between each two.
///
/// What follows the end mark is not part of the text; see `TemplateMark`.
struct TextTemplate: Hashable, Sendable {
    /// One more than `slots`.
    let pieces: [String]
    /// The same in UTF-8.
    let pieceBytes: [[UInt8]]
    /// The numbers of the slots that stand between the pieces.
    let slots: [Int]
    /// Whether there are slots that do not stand in the text.
    let hidesSlots: Bool
    /// Whether a slot stands right beside a word or another slot, so that a word may go on in it.
    let touchesWords: Bool

    /// - Throws: `LogStoreError` with `corruption` where a placeholder does not end.
    init(_ template: String) throws {
        let bytes = Array(template.utf8)
        var pieces: [String] = []
        var slots: [Int] = []
        var piece: [UInt8] = []
        var number: Int?
        var hidesSlots = false
        scan: for index in bytes.indices {
            switch (bytes[index], number) {
            case (TemplateMark.end, nil):
                hidesSlots = bytes[index...].contains(TemplateMark.open)
                break scan
            case (TemplateMark.open, nil):
                pieces.append(String(decoding: piece, as: UTF8.self))
                piece.removeAll(keepingCapacity: true)
                number = 0
            case (TemplateMark.close, let slot?):
                slots.append(slot)
                number = nil
            case (let digit, let slot?) where (0x30...0x39).contains(digit) && slot < 1_000:
                number = slot * 10 + Int(digit - 0x30)
            case (let byte, nil):
                piece.append(byte)
            default:
                throw Self.damage
            }
        }
        guard number == nil else { throw Self.damage }
        pieces.append(String(decoding: piece, as: UTF8.self))
        self.pieces = pieces
        pieceBytes = pieces.map { Array($0.utf8) }
        touchesWords = Self.touchesWords(pieces)
        self.slots = slots
        self.hidesSlots = hidesSlots
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
