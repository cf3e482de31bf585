internal import Logbook
internal import Parquet

/// In which rows of a block a text that is kept as template and values has which word in one of its values.
///
/// As a bloom filter it may name a row that has not the word; unlike one it says which.
struct WordIndex: Sendable {
    /// The words of the templates, and of the values of which there are few different ones: rows of those it does
    /// not know.
    private let ofTemplates: ValueKeys
    private let ofTerms: ValueKeys?
    private let ofHex: ValueKeys
    private let ofTexts: ValueKeys

    /// - Parameter byteLimit: what it may take.
    /// - Returns: `nil` where words may go on from template to value, or where it would take more.
    init?(_ segment: OpenSegment, _ place: TextColumns, block: Int, byteLimit: Int) throws {
        guard let dictionary = try segment.dictionary(of: place.template, block: block),
            let templates = try segment.templates(of: place.template, block: block),
            !templates.contains(where: { $0.fateOfAbsentWord == .byText })
        else { return nil }
        ofTemplates = ValueKeys(ofWords: dictionary)
        if segment.reader.isAbsent(place.terms, block: block) {
            ofTerms = nil
        } else {
            guard let terms = try segment.dictionary(of: place.terms, block: block) else { return nil }
            ofTerms = ValueKeys(ofWords: terms)
        }
        var builder = Builder(segment, block: block, keyLimit: byteLimit / ValueKeys.keyByteCount)
        guard let ofHex = try builder.keys(place.hex, areTexts: false),
            let ofTexts = try builder.keys(place.texts, areTexts: true)
        else { return nil }
        self.ofHex = ofHex
        self.ofTexts = ofTexts
    }

    /// The rows that may have the word, ascending; `nil` where that is not known.
    func rows(with word: SearchedWord, hexadecimal: [UInt8]?) -> [Int]? {
        let hash = XXHash64.hash(word.pattern.bytes.rawSpan)
        guard !ofTemplates.hasValues(with: hash), !(ofTerms?.hasValues(with: hash) ?? false) else { return nil }
        var rows = ofTexts.values(with: hash)
        if let hexadecimal { rows += ofHex.values(with: XXHash64.hash(hexadecimal.rawSpan)) }
        return rows.count > 1 ? Set(rows).sorted() : rows
    }

    /// Bytes that it takes.
    var byteCount: Int { ofTemplates.byteCount + (ofTerms?.byteCount ?? 0) + ofHex.byteCount + ofTexts.byteCount }

    /// Gathers keys of a block page by page.
    private struct Builder {
        let segment: OpenSegment
        let block: Int
        private var keysLeft: Int

        init(_ segment: OpenSegment, block: Int, keyLimit: Int) {
            self.segment = segment
            self.block = block
            keysLeft = keyLimit
        }

        /// Which row has which value of a list, or which word of one; `nil` where there are too many.
        mutating func keys(_ column: Int, areTexts: Bool) throws -> ValueKeys? {
            var hashes: [UInt64] = []
            var rows: [UInt32] = []
            guard !segment.reader.isAbsent(column, block: block) else { return ValueKeys(hashes: [], values: []) }
            for (page, pageRows) in try segment.pageRows(of: block).enumerated() {
                let list = try segment.byteLists(column, block: block, .page(page))
                let (values, starts) = (list.values, list.starts)
                for row in 0..<list.rowCount {
                    for value in Int(starts[row])..<Int(starts[row + 1]) {
                        hashes.append(XXHash64.hash(values[value]))
                        if areTexts { TextWords.forEach(in: values[value]) { hashes.append(XXHash64.hash($0)) } }
                    }
                    let number = UInt32(pageRows.lowerBound + row)
                    while rows.count < hashes.count { rows.append(number) }
                }
                guard hashes.count <= keysLeft else { return nil }
            }
            keysLeft -= hashes.count
            return ValueKeys(hashes: hashes, values: rows)
        }
    }
}
