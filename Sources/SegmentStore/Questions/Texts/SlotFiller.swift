internal import Logbook
internal import Parquet

/// Puts texts together from fixed pieces and the values of slots.
///
/// Belongs to one question on one thread.
struct SlotFiller {
    /// The values of a list column and where those of each row begin.
    private struct List<Values> {
        let values: Values
        let starts: [UInt32]

        /// - Parameter rank: of how many values of the row it stands behind.
        func index(_ rank: Int, ofRow row: Int) throws -> Int {
            let index = Int(starts[row]) + rank
            guard index < starts[row + 1] else { throw SlotFiller.damage }
            return index
        }
    }

    private let slots: TextVector
    private var layouts: [UInt32: SlotLayout] = [:]
    private let integers: List<[Int64]>
    private let hex: List<ByteArrays>
    private let terms: List<TextVector>
    private let texts: List<ByteArrays>

    /// Reads what the slots of some row have values in.
    init(_ columns: BlockColumns, _ place: TextColumns) throws {
        slots = try columns.texts(place.slots)
        let letters = Set(slots.entries.bytes.lazy.map(SlotClass.plain))
        func list<Values>(
            _ letter: UInt8, _ none: Values, _ read: () throws -> ListVector<Values>
        ) rethrows -> List<Values> {
            guard letters.contains(letter) else {
                return List(values: none, starts: [UInt32](repeating: 0, count: columns.rowCount + 1))
            }
            let list = try read()
            return List(values: list.values, starts: list.starts)
        }
        integers = try list(SlotClass.integer, []) { try columns.integerLists(place.integers) }
        hex = try list(SlotClass.hex, ByteArrays()) { try columns.byteLists(place.hex) }
        terms = try list(SlotClass.term, .absent(0)) { try columns.textLists(place.terms) }
        texts = try list(SlotClass.text, ByteArrays()) { try columns.byteLists(place.texts) }
    }

    /// Appends the text of a row.
    ///
    /// - Parameter pieces: what stands before, between and behind the slots.
    mutating func append(_ pieces: [[UInt8]], slots: [Int], row: Int, to text: inout [UInt8]) throws {
        text += pieces[0]
        guard !slots.isEmpty else { return }
        let places = try layout(ofRow: row).places
        for index in slots.indices {
            guard slots[index] < places.count else { throw Self.damage }
            let place = places[slots[index]]
            if place.isQuoted { text.append(Self.quote) }
            try append(place, row: row, to: &text)
            if place.isQuoted { text.append(Self.quote) }
            text += pieces[index + 1]
        }
    }

    private func append(_ place: SlotLayout.Place, row: Int, to text: inout [UInt8]) throws {
        switch place.kind {
        case .integer: text.append(decimal: integers.values[try integers.index(place.rank, ofRow: row)])
        case .hex:
            let values = hex.values
            text.append(hexadecimal: values[try hex.index(place.rank, ofRow: row)])
        case .term:
            let entries = terms.values.entries
            text.append(entries[Int(terms.values.codes[try terms.index(place.rank, ofRow: row)])])
        case .text:
            let values = texts.values
            text.append(values[try texts.index(place.rank, ofRow: row)])
        }
    }

    private mutating func layout(ofRow row: Int) throws -> SlotLayout {
        let code = slots.codes[row]
        if let layout = layouts[code] { return layout }
        guard Int(code) < slots.absence, let layout = SlotLayout(slots.entries.string(Int(code))) else {
            throw Self.damage
        }
        layouts[code] = layout
        return layout
    }

    private static let quote = UInt8(ascii: "'")

    private static var damage: LogStoreError {
        LogStoreError(.corruption, "the values of a text in a segment do not fit its template")
    }
}
