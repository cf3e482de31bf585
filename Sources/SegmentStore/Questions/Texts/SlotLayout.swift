/// How the values of a row's slots are kept.
///
/// Written as one letter a slot, in order; see `SlotClass`.
struct SlotLayout: Hashable, Sendable {
    enum Kind: Sendable {
        case integer
        case hex
        case term
        case text
    }

    struct Place: Hashable, Sendable {
        var kind: Kind
        var isQuoted: Bool
        /// How many values of the kind the row has before this one.
        var rank: Int
    }

    /// One for each slot.
    let places: [Place]
    /// Those in which some slot has its value.
    let lists: ValueLists

    /// - Returns: `nil` where a character says nothing.
    init?(_ characters: String) {
        var places: [Place] = []
        var ranks = (integer: 0, hex: 0, term: 0, text: 0)
        for character in characters.utf8 {
            let isQuoted = SlotClass.isQuoted(character)
            switch SlotClass.plain(character) {
            case SlotClass.integer:
                places.append(Place(kind: .integer, isQuoted: isQuoted, rank: ranks.integer))
                ranks.integer += 1
            case SlotClass.hex:
                places.append(Place(kind: .hex, isQuoted: isQuoted, rank: ranks.hex))
                ranks.hex += 1
            case SlotClass.term:
                places.append(Place(kind: .term, isQuoted: isQuoted, rank: ranks.term))
                ranks.term += 1
            case SlotClass.text:
                places.append(Place(kind: .text, isQuoted: isQuoted, rank: ranks.text))
                ranks.text += 1
            default:
                return nil
            }
        }
        self.places = places
        lists = [
            ranks.integer > 0 ? .integers : [], ranks.hex > 0 ? .hex : [], ranks.term > 0 ? .terms : [],
            ranks.text > 0 ? .texts : [],
        ]
    }
}
