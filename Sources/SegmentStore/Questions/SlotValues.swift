internal import Logbook
internal import Parquet

/// The values of a text that is kept as template and values, each list read when it is first needed.
final class SlotValues {
    private let columns: BlockColumns
    private let place: TextColumns
    private var slotVector: TextVector?
    private var integerList: ListVector<[Int64]>?
    private var hexList: ListVector<ByteArrays>?
    private var termList: ListVector<TextVector>?
    private var textList: ListVector<ByteArrays>?
    private var layouts: [UInt32: SlotLayout] = [:]

    init(_ columns: BlockColumns, _ place: TextColumns) {
        self.columns = columns
        self.place = place
    }

    private func integers() throws -> ListVector<[Int64]> {
        if let integerList { return integerList }
        let list = try columns.integerLists(place.integers)
        integerList = list
        return list
    }

    private func hex() throws -> ListVector<ByteArrays> {
        if let hexList { return hexList }
        let list = try columns.byteLists(place.hex)
        hexList = list
        return list
    }

    private func terms() throws -> ListVector<TextVector> {
        if let termList { return termList }
        let list = try columns.textLists(place.terms)
        termList = list
        return list
    }

    private func texts() throws -> ListVector<ByteArrays> {
        if let textList { return textList }
        let list = try columns.byteLists(place.texts)
        textList = list
        return list
    }
}

// MARK: Texts

extension SlotValues {
    /// Puts the text of a row together.
    ///
    /// - Parameter pieces: what stands before, between and behind the slots.
    func append(_ pieces: [[UInt8]], slots: [Int], row: Int, to text: inout [UInt8]) throws {
        text += pieces[0]
        guard !slots.isEmpty else { return }
        let places = try layout(ofRow: row).places
        for (index, slot) in slots.enumerated() {
            guard places.indices.contains(slot) else { throw damage }
            let quote = UInt8(ascii: "'")
            if places[slot].isQuoted { text.append(quote) }
            try append(places[slot], row: row, to: &text)
            if places[slot].isQuoted { text.append(quote) }
            text += pieces[index + 1]
        }
    }

    private func append(_ place: SlotLayout.Place, row: Int, to text: inout [UInt8]) throws {
        switch place.kind {
        case .integer:
            let list = try integers()
            text += String(list.values[try index(place.rank, in: list.range(ofRow: row))]).utf8
        case .hex:
            let list = try hex()
            for byte in list.values.bytes[list.values.range(try index(place.rank, in: list.range(ofRow: row)))] {
                text.append(Self.digits[Int(byte >> 4)])
                text.append(Self.digits[Int(byte & 15)])
            }
        case .term:
            let list = try terms()
            let entry = Int(list.values.codes[try index(place.rank, in: list.range(ofRow: row))])
            text += list.values.entries.bytes[list.values.entries.range(entry)]
        case .text:
            let list = try texts()
            text += list.values.bytes[list.values.range(try index(place.rank, in: list.range(ofRow: row)))]
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private func index(_ rank: Int, in range: Range<Int>) throws -> Int {
        guard rank < range.count else { throw damage }
        return range.lowerBound + rank
    }

    private func layout(ofRow row: Int) throws -> SlotLayout {
        let vector: TextVector
        if let slotVector {
            vector = slotVector
        } else {
            vector = try columns.texts(place.slots)
            slotVector = vector
        }
        let code = vector.codes[row]
        if let layout = layouts[code] { return layout }
        guard Int(code) < vector.absence, let layout = SlotLayout(vector.entries.string(Int(code))) else {
            throw damage
        }
        layouts[code] = layout
        return layout
    }

    private var damage: LogStoreError {
        LogStoreError(.corruption, "the values of a text in a segment do not fit its template")
    }
}

// MARK: Looking through values

extension SlotValues {
    /// The rows with a value that passes, in the lists in which some can.
    func rows(_ test: ComposedTest) throws -> RowSelection {
        var rows = RowSelection(noneOf: columns.rowCount)
        if test.lists.contains(.terms) {
            let list = try terms()
            let passing = list.values.rows { test.test.passes(.text(String(bytes: $0))) }
            rows.formUnion(list.rows { passing.forEach($0) })
        }
        switch test.subject {
        case .needle(let needle): try add(needle, in: test.lists, to: &rows)
        case .word(let word): try add(word, test, to: &rows)
        case .text, .nothing: break
        }
        return rows
    }

    private func add(_ needle: Needle, in lists: ValueLists, to rows: inout RowSelection) throws {
        if lists.contains(.integers) {
            let list = try integers()
            let decimal = ByteSearch.decimal(list.values)
            rows.formUnion(
                list.rows { ByteSearch.forEachValue(with: needle.pattern, in: decimal.bytes, decimal.offsets, $0) })
        }
        if lists.contains(.hex) {
            let list = try hex()
            for pattern in BytePattern.hexadecimal(needle.bytes) {
                rows.formUnion(
                    list.rows { ByteSearch.forEachValue(with: pattern, in: list.values.bytes, list.values.offsets, $0) }
                )
            }
        }
        if lists.contains(.texts) {
            let list = try texts()
            let searched = needle.ignoresCase ? list.values.folded : list.values
            rows.formUnion(
                list.rows { ByteSearch.forEachValue(with: needle.pattern, in: searched.bytes, searched.offsets, $0) })
        }
    }

    private func add(_ word: SearchedWord, _ test: ComposedTest, to rows: inout RowSelection) throws {
        if test.lists.contains(.integers), let number = word.number {
            let list = try integers()
            rows.formUnion(
                list.rows { add in
                    for (index, value) in list.values.enumerated() where value.magnitude == number { add(index) }
                })
        }
        if test.lists.contains(.hex), let bytes = word.hexadecimalBytes {
            let list = try hex()
            let values = list.values
            rows.formUnion(
                list.rows { add in
                    ByteSearch.forEachValue(with: BytePattern(bytes), in: values.bytes, values.offsets) { index in
                        if values.range(index).count == bytes.count { add(index) }
                    }
                })
        }
        if test.lists.contains(.texts) {
            let list = try texts()
            let searched = word.ignoresCase ? list.values.folded : list.values
            rows.formUnion(
                list.rows { add in
                    ByteSearch.forEachValue(with: word.pattern, in: searched.bytes, searched.offsets) { index in
                        if test.test.passes(.text(list.values.string(index))) { add(index) }
                    }
                })
        }
    }
}

extension SearchedWord {
    /// The number that is written like the word, but for a sign.
    var number: UInt64? {
        guard text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = UInt64(text), String(number) == text
        else { return nil }
        return number
    }

    /// The bytes that are written like the word.
    var hexadecimalBytes: [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count >= 8, digits.count % 2 == 0,
            digits.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 })
        else { return nil }
        let nibbles = digits.map { $0 <= 0x39 ? $0 - 0x30 : $0 - 0x61 + 10 }
        return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    }
}

extension ByteArrays {
    /// The texts with upper and lower case made alike.
    fileprivate var folded: ByteArrays {
        ByteArrays((0..<count).lazy.map { CaseFolding.folded(self.string($0)) })
    }
}
