internal import Logbook
internal import Parquet

/// A segment that stays open from question to question, and what of it is kept in the cache.
///
/// What is not in the cache is read from the file, checked and decoded, and kept.
struct OpenSegment: Sendable {
    /// What the questions to a segment share; with it goes what is kept of the segment.
    private final class Shared: Sendable {
        let reader: SegmentReader
        let templates: TemplatePool
        let cache: PageCache
        let number: Int

        init(_ reader: SegmentReader, templates: TemplatePool, cache: PageCache) {
            self.reader = reader
            self.templates = templates
            self.cache = cache
            number = cache.newSegmentNumber()
        }

        deinit { cache.drop(segment: number) }
    }

    private let shared: Shared
    /// Whether nothing may be read from disk: what is not in the cache is `ColdData` then.
    private(set) var isWarmOnly = false

    /// - Parameters:
    ///   - templates: shared with other segments.
    ///   - cache: likewise.
    init(_ reader: SegmentReader, templates: TemplatePool = TemplatePool(), cache: PageCache = PageCache()) {
        shared = Shared(reader, templates: templates, cache: cache)
    }

    /// The same segment for a question that must not wait for the disk.
    var warmOnly: OpenSegment {
        var segment = self
        segment.isWarmOnly = true
        return segment
    }

    var reader: SegmentReader { shared.reader }

    /// What is kept, or else what is read now.
    func kept(
        _ part: PageCache.Part, of column: Int, block: Int, read: () throws -> KeptData
    ) throws -> KeptData {
        let key = PageCache.Key(segment: shared.number, block: block, column: column, part: part)
        if let known = shared.cache[key], known.isWhole { return known }
        guard !isWarmOnly else { throw ColdData() }
        let data = try read()
        shared.cache.keep(data, for: key)
        return data
    }

    /// What is kept. What is asked for a second time is read now; before that the answer is `nil`, for what costs
    /// more to read whole than to do without once.
    func keptIfWanted(
        _ part: PageCache.Part, of column: Int, block: Int, read: () throws -> KeptData
    ) throws -> KeptData? {
        let key = PageCache.Key(segment: shared.number, block: block, column: column, part: part)
        let known = shared.cache[key]
        if let known, known.isWhole { return known }
        guard !isWarmOnly else { throw ColdData() }
        let data = known == nil ? .askedFor : try read()
        shared.cache.keep(data, for: key)
        return known == nil ? nil : data
    }
}

extension OpenSegment {
    /// Where which number of a column is in a block; `nil` where that is not known.
    ///
    /// - Parameter isWanted: whether to make it, the second time.
    func numberIndex(of column: Int, block: Int, isWanted: Bool) throws -> NumberIndex? {
        let data = try kept(.numberIndex, of: column, block: block, isWanted: isWanted) { _ in
            .numberIndex(NumberIndex(try integers(column, block: block, .block)))
        }
        guard case .numberIndex(let index)? = data else { return nil }
        return index
    }

    /// Where which word of a text is in a block; `nil` where that is not known.
    ///
    /// - Parameter isWanted: whether to make it, the second time.
    func wordIndex(of place: TextColumns, block: Int, isWanted: Bool) throws -> WordIndex? {
        let data = try kept(.wordIndex, of: place.template, block: block, isWanted: isWanted) { byteLimit in
            .wordIndex(try WordIndex(self, place, block: block, byteLimit: byteLimit))
        }
        guard case .wordIndex(let index)? = data else { return nil }
        return index
    }

    /// Which rows of a block have which number of a column that has few; `nil` where it has many, or nobody asked
    /// before.
    func bitmaps(of column: Int, block: Int) throws -> NumberBitmaps? {
        let data = try keptIfWanted(.bitmaps, of: column, block: block) {
            .bitmaps(NumberBitmaps(try integers(column, block: block, .block)))
        }
        guard case .bitmaps(let bitmaps)? = data else { return nil }
        return bitmaps
    }

    private func kept(
        _ part: PageCache.Part, of column: Int, block: Int, isWanted: Bool, make: (_ byteLimit: Int) throws -> KeptData
    ) throws -> KeptData? {
        guard isWanted else {
            let key = PageCache.Key(segment: shared.number, block: block, column: column, part: part)
            return shared.cache[key]
        }
        return try keptIfWanted(part, of: column, block: block) { try make(shared.cache.entryByteLimit) }
    }
}

/// Something is not in memory that a question needs which must not wait for the disk.
struct ColdData: Error {}

extension KeptData {
    fileprivate var isWhole: Bool { if case .askedFor = self { false } else { true } }
}

// MARK: What is known of columns

extension OpenSegment {
    /// The different texts of a column in a block; `nil` when some are kept otherwise, or it is not of texts.
    func dictionary(of column: Int, block: Int) throws -> ByteArrays? {
        let data = try kept(.dictionary, of: column, block: block) {
            .dictionary(try reader.dictionary(of: column, block: block))
        }
        guard case .dictionary(let dictionary) = data else { preconditionFailure("a dictionary was asked for") }
        return dictionary
    }

    /// The templates that the dictionary of a column in a block holds, in their order; `nil` when there is none.
    func templates(of column: Int, block: Int) throws -> [TextTemplate]? {
        let data = try kept(.templates, of: column, block: block) {
            .templates(try dictionary(of: column, block: block).map(shared.templates.templates))
        }
        guard case .templates(let templates) = data else { preconditionFailure("templates were asked for") }
        return templates
    }

    /// How the values are kept of each entry of a dictionary of slots; `nil` where one is damaged.
    func layouts(ofDictionary dictionary: ByteArrays, of column: Int, block: Int) throws -> [SlotLayout?] {
        let data = try kept(.layouts, of: column, block: block) {
            .layouts((0..<dictionary.count).map { SlotLayout(dictionary.string($0)) })
        }
        guard case .layouts(let layouts) = data else { preconditionFailure("layouts were asked for") }
        return layouts
    }

    /// Which texts of a dictionary have which word; `nil` when nobody asked before.
    func keys(ofDictionary dictionary: ByteArrays, of column: Int, block: Int) throws -> ValueKeys? {
        let data = try keptIfWanted(.dictionaryKeys, of: column, block: block) { .keys(ValueKeys(ofWords: dictionary)) }
        guard case .keys(let keys)? = data else { return nil }
        return keys
    }

    /// What becomes of the texts of each template when a word is in none of its pieces.
    func wordFates(of column: Int, block: Int, _ templates: [TextTemplate]) throws -> TemplateFates {
        let data = try kept(.wordFates, of: column, block: block) {
            .wordFates(TemplateFates(fates: templates.map(\.fateOfAbsentWord)))
        }
        guard case .wordFates(let fates) = data else { preconditionFailure("fates were asked for") }
        return fates
    }

    /// The texts of a dictionary as values of fields.
    func values(ofDictionary dictionary: ByteArrays, of column: Int, block: Int) throws -> [FieldValue?] {
        let data = try kept(.dictionaryValues, of: column, block: block) {
            .values((0..<dictionary.count).map { .text(dictionary.string($0)) })
        }
        guard case .values(let values) = data else { preconditionFailure("values were asked for") }
        return values
    }

    /// What the page index says of each page of a column, without reading a page.
    func pages(of column: Int, block: Int) throws -> [PageSummary] {
        let data = try kept(.pages, of: column, block: block) {
            .pages(try reader.pages(of: column, block: block))
        }
        guard case .pages(let pages) = data else { preconditionFailure("pages were asked for") }
        return pages
    }

    /// The rows of each page of a block.
    func pageRows(of block: Int) throws -> [Range<Int>] {
        let data = try kept(.pageRows, of: CommonColumns.sequence, block: block) {
            let borders = try pages(of: CommonColumns.sequence, block: block).map(\.rows)
            return .pageRows(borders.isEmpty ? [0..<reader.blocks[block].count] : borders)
        }
        guard case .pageRows(let rows) = data else { preconditionFailure("rows of pages were asked for") }
        return rows
    }

    /// The rows of a part of a block.
    func rows(of part: ColumnPart, block: Int) throws -> Range<Int> {
        switch part {
        case .block: 0..<reader.blocks[block].count
        case .page(let page): try pageRows(of: block)[page]
        }
    }

    /// Asks the bloom filter of a column whether a value may be in a block: `false` is certain, `nil` says that there
    /// is no filter.
    ///
    /// The first time reads the few bytes that tell, the second time the filter.
    func mayContain(_ key: BloomKey, column: Int, block: Int) throws -> Bool? {
        let data = try keptIfWanted(.filter, of: column, block: block) {
            .filter(try reader.filter(of: column, block: block))
        }
        guard case .filter(let filter)? = data else {
            return try reader.mayContain(key, column: column, block: block)
        }
        return filter?.mayContain(key)
    }
}
