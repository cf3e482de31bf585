internal import Logbook
internal import Parquet

/// The values of a text that is kept as template and values, each list read when it is first needed.
final class SlotValues {
    private let columns: BlockColumns
    private let place: TextColumns
    private var integerList: ListVector<[Int64]>?
    private var hexList: ListVector<ByteArrays>?
    private var termList: ListVector<TextVector>?
    private var textList: ListVector<ByteArrays>?

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
            let keys = try columns.keys(place.hex, areTexts: false)
            rows.formUnion(
                list.rows { add in
                    if let keys {
                        for index in keys.values(with: bytes) where values[index].isEqual(to: bytes) { add(index) }
                        return
                    }
                    ByteSearch.forEachValue(with: BytePattern(bytes), in: values.bytes, values.offsets) { index in
                        if values.range(index).count == bytes.count { add(index) }
                    }
                })
        }
        if test.lists.contains(.texts) {
            let list = try texts()
            let keys = try word.ignoresCase ? nil : columns.keys(place.texts, areTexts: true)
            let searched = word.ignoresCase ? list.values.folded : list.values
            rows.formUnion(
                list.rows { add in
                    if let keys {
                        for index in keys.values(with: word.pattern.bytes)
                        where test.test.passes(.text(list.values.string(index))) { add(index) }
                        return
                    }
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
