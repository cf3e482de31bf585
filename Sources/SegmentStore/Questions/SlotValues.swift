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
    func text(of template: TextTemplate, row: Int) throws -> String {
        var text = template.pieces[0]
        guard !template.slots.isEmpty else { return text }
        let layout = try layout(ofRow: row)
        for (slot, piece) in zip(template.slots, template.pieces.dropFirst()) {
            guard layout.places.indices.contains(slot) else { throw damage }
            let place = layout.places[slot]
            if place.isQuoted { text += "'" }
            text += try value(place, row: row)
            if place.isQuoted { text += "'" }
            text += piece
        }
        return text
    }

    private func value(_ place: SlotLayout.Place, row: Int) throws -> String {
        switch place.kind {
        case .integer:
            let list = try integers()
            return String(list.values[try index(place.rank, in: list.range(ofRow: row))])
        case .hex:
            let list = try hex()
            let index = try index(place.rank, in: list.range(ofRow: row))
            return String(decoding: ByteSearch.hexadecimal(list.values[index]), as: UTF8.self)
        case .term:
            let list = try terms()
            return list.values.entries.string(
                Int(list.values.codes[try index(place.rank, in: list.range(ofRow: row))]))
        case .text:
            let list = try texts()
            return list.values.string(try index(place.rank, in: list.range(ofRow: row)))
        }
    }

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
    /// The rows with a value that has the needle in it.
    func rows(containing needle: Needle) throws -> RowSelection {
        let bytes = needle.bytes
        var rows = RowSelection(noneOf: columns.rowCount)
        if bytes.allSatisfy({ 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-") }) {
            let list = try integers()
            let decimal = ByteSearch.decimal(list.values)
            var collector = list.rowCollector()
            ByteSearch.forEachValue(with: bytes, in: decimal.bytes, decimal.offsets) { collector.add(value: $0) }
            rows.formUnion(collector.rows)
        }
        if bytes.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }) {
            let list = try hex()
            var collector = list.rowCollector()
            ByteSearch.forEachValue(
                with: bytes, in: ByteSearch.hexadecimal(list.values.bytes),
                list.values.offsets.map { $0 * 2 }
            ) { collector.add(value: $0) }
            rows.formUnion(collector.rows)
        }
        let test = FieldCondition.Test.contains(String(decoding: bytes, as: UTF8.self), ignoresCase: needle.ignoresCase)
        rows.formUnion(try rowsOfTerms { test.passes(.text($0)) })
        let list = try texts()
        var collector = list.rowCollector()
        let searched = needle.ignoresCase ? list.values.folded : list.values
        ByteSearch.forEachValue(with: bytes, in: searched.bytes, searched.offsets) { collector.add(value: $0) }
        rows.formUnion(collector.rows)
        return rows
    }

    /// The rows with a value that has the word in it.
    func rows(with word: SearchedWord) throws -> RowSelection {
        var rows = RowSelection(noneOf: columns.rowCount)
        if let number = word.number, try mayContain(number) {
            let list = try integers()
            var collector = list.rowCollector()
            for (index, value) in list.values.enumerated() where value.magnitude == number {
                collector.add(value: index)
            }
            rows.formUnion(collector.rows)
        }
        if let bytes = word.hexadecimalBytes, try mayContain(BloomKey(bytes: bytes), place.hex) {
            let list = try hex()
            var collector = list.rowCollector()
            ByteSearch.forEachValue(with: bytes, in: list.values.bytes, list.values.offsets) { index in
                if list.values.range(index).count == bytes.count { collector.add(value: index) }
            }
            rows.formUnion(collector.rows)
        }
        let test = FieldCondition.Test.hasWord(word.text, ignoresCase: word.ignoresCase)
        rows.formUnion(try rowsOfTerms { test.passes(.text($0)) })
        if try word.ignoresCase || mayContain(BloomKey(word.text), place.texts) {
            rows.formUnion(try rowsOfTexts(with: word, test))
        }
        return rows
    }

    private func rowsOfTerms(where passes: (String) -> Bool) throws -> RowSelection {
        if let entries = try columns.segment.dictionary(of: place.terms, block: columns.block),
            !(0..<entries.count).contains(where: { passes(entries.string($0)) })
        {
            return RowSelection(noneOf: columns.rowCount)
        }
        let list = try terms()
        var collector = list.rowCollector()
        list.values.rows { passes(String(bytes: $0)) }.forEach { collector.add(value: $0) }
        return collector.rows
    }

    private func rowsOfTexts(with word: SearchedWord, _ test: FieldCondition.Test) throws -> RowSelection {
        let list = try texts()
        var collector = list.rowCollector()
        let searched = word.ignoresCase ? list.values.folded : list.values
        ByteSearch.forEachValue(with: word.bytes, in: searched.bytes, searched.offsets) { index in
            if test.passes(.text(list.values.string(index))) { collector.add(value: index) }
        }
        return collector.rows
    }

    private func mayContain(_ number: UInt64) throws -> Bool {
        var keys = Int64(exactly: number).map { [BloomKey($0)] } ?? []
        if number > 0, number <= 1 << 63 { keys.append(BloomKey(Int64(truncatingIfNeeded: 0 &- number))) }
        return try keys.contains { try mayContain($0, place.integers) }
    }

    /// Whether a value may be in a list of the block.
    private func mayContain(_ key: BloomKey, _ column: Int) throws -> Bool {
        try columns.reader.mayContain(key, column: column, block: columns.block) ?? true
    }
}

extension SearchedWord {
    /// The number that is written like the word, but for a sign.
    fileprivate var number: UInt64? {
        guard text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = UInt64(text), String(number) == text
        else { return nil }
        return number
    }

    /// The bytes that are written like the word.
    fileprivate var hexadecimalBytes: [UInt8]? {
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
