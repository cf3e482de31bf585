internal import Logbook
internal import Parquet

/// Puts texts together from fixed pieces and the values of slots. What the slots of no row have values in is not read.
///
/// Belongs to one question on one thread.
struct SlotFiller {
    /// The values of a list column and where those of each row begin.
    private struct List<Values: Sendable> {
        let values: Values
        let starts: [UInt32]

        init(_ values: Values, starts: [UInt32] = []) {
            self.values = values
            self.starts = starts
        }

        init(_ list: ListVector<Values>) {
            self.init(list.values, starts: list.starts)
        }

        /// - Parameter rank: of how many values of the row it stands behind.
        func index(_ rank: Int, ofRow row: Int) throws -> Int {
            let index = Int(starts[row]) + rank
            guard index < starts[row + 1] else { throw SlotFiller.damage }
            return index
        }
    }

    private let columns: BlockColumns
    private let place: TextColumns
    private let slots: TextVector
    /// By the code of the slots; `nil` where they are in no dictionary.
    private let layouts: [SlotLayout?]?
    /// The lists that were read.
    private var known: ValueLists = []
    private var integers = List<[Int64]>([])
    private var hex = List(ByteArrays())
    private var terms = List(TextVector.absent(0))
    private var texts = List(ByteArrays())

    init(_ columns: BlockColumns, _ place: TextColumns) throws {
        self.columns = columns
        self.place = place
        slots = try columns.textsOnce(place.slots)
        layouts =
            slots.isOfDictionary
            ? try columns.segment.layouts(ofDictionary: slots.entries, of: place.slots, block: columns.block) : nil
    }

    /// Appends the text of a row.
    ///
    /// - Parameter pieces: what stands before, between and behind the slots.
    mutating func append(_ pieces: [[UInt8]], slots: [Int], row: Int, to text: inout [UInt8]) throws {
        text += pieces[0]
        guard !slots.isEmpty else { return }
        let layout = try layout(ofRow: row)
        if !known.isSuperset(of: layout.lists) { try read(layout.lists) }
        for index in slots.indices {
            guard slots[index] < layout.places.count else { throw Self.damage }
            let place = layout.places[slots[index]]
            if place.isQuoted { text.append(Self.quote) }
            try append(place, row: row, to: &text)
            if place.isQuoted { text.append(Self.quote) }
            text += pieces[index + 1]
        }
    }

    private func append(_ slot: SlotLayout.Place, row: Int, to text: inout [UInt8]) throws {
        switch slot.kind {
        case .integer: text.append(decimal: integers.values[try integers.index(slot.rank, ofRow: row)])
        case .hex:
            let values = hex.values
            text.append(hexadecimal: values[try hex.index(slot.rank, ofRow: row)])
        case .term:
            let entries = terms.values.entries
            text.append(entries[Int(terms.values.codes[try terms.index(slot.rank, ofRow: row)])])
        case .text:
            let values = texts.values
            text.append(values[try texts.index(slot.rank, ofRow: row)])
        }
    }

    private mutating func read(_ lists: ValueLists) throws {
        let missing = lists.subtracting(known)
        if missing.contains(.integers) { integers = List(try columns.integerLists(place.integers)) }
        if missing.contains(.hex) { hex = List(try columns.byteLists(place.hex)) }
        if missing.contains(.terms) { terms = List(try columns.textLists(place.terms)) }
        if missing.contains(.texts) { texts = List(try columns.byteLists(place.texts)) }
        known.formUnion(missing)
    }

    private func layout(ofRow row: Int) throws -> SlotLayout {
        let code = Int(slots.codes[row])
        guard code < slots.absence,
            let layout = layouts.map({ $0[code] }) ?? SlotLayout(slots.entries.string(code))
        else { throw Self.damage }
        return layout
    }

    private static let quote = UInt8(ascii: "'")

    private static var damage: LogStoreError {
        LogStoreError(.corruption, "the values of a text in a segment do not fit its template")
    }
}
