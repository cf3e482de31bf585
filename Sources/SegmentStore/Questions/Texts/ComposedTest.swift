internal import Logbook
internal import Parquet

/// A test of a text that is kept as template and values, as far as a block decides it as a whole.
///
/// Each template says what becomes of the texts that are made from it; filters and dictionaries say in which lists a
/// value can pass at all.
struct ComposedTest {
    /// What is looked for.
    enum Subject {
        case needle(Needle)
        case word(SearchedWord)
        /// Something else, for which texts are put together.
        case text
        /// What no text can be.
        case nothing
    }

    let test: FieldCondition.Test
    let subject: Subject
    /// The lists of the block in which a value can pass.
    let lists: ValueLists
    /// In the order of the templates in their dictionary; `nil` where they are in none.
    private let knownFates: TemplateFates?

    init(_ test: FieldCondition.Test, of place: TextColumns, in segment: OpenSegment, block: Int) throws {
        self.test = test
        subject =
            switch test {
            case .contains(let text, let ignoresCase) where !text.isEmpty:
                .needle(Needle(text, ignoresCase: ignoresCase))
            case .hasWord(let text, let ignoresCase):
                SearchedWord(text, ignoresCase: ignoresCase).map { .word($0) } ?? .nothing
            default: .text
            }
        if let dictionary = try segment.dictionary(of: place.template, block: block),
            let templates = try segment.templates(of: place.template, block: block)
        {
            let indices = try subject.indices(in: dictionary, of: place.template, segment, block: block)
            if case .word(let word) = subject, let indices {
                // Most templates have the word in no piece, and then all words have the same fate.
                var fates = try segment.wordFates(of: place.template, block: block, templates)
                for index in indices { fates.set(word.fate(templates[index], mayBeFixed: true), at: index) }
                knownFates = fates
            } else {
                knownFates = Self.fates(subject, test, templates, mayBeFixed: indices)
            }
        } else {
            knownFates = nil
        }
        let asksValues = knownFates.map { $0.has(.byValues) || $0.has(.byValuesThenText) } ?? true
        lists = asksValues ? try ValueLists(subject, test, of: place, in: segment, block: block) : []
    }

    /// Whether no text of the block passes.
    var isNowhere: Bool {
        guard test != .isAbsent, let knownFates else { return false }
        return lists.isEmpty && !knownFates.has(.all) && !knownFates.has(.byText)
    }

    func fates(_ templates: [TextTemplate]) -> TemplateFates {
        knownFates ?? TemplateFates(fates: templates.map { subject.fate($0, test, mayBeFixed: true) })
    }

    /// What is in no template as it is written is in none of its pieces: so much is found out of all of them at once.
    private static func fates(
        _ subject: Subject, _ test: FieldCondition.Test, _ templates: [TextTemplate], mayBeFixed indices: [Int]?
    ) -> TemplateFates {
        var mayBeFixed = [Bool](repeating: indices == nil, count: templates.count)
        for index in indices ?? [] { mayBeFixed[index] = true }
        return TemplateFates(fates: zip(templates, mayBeFixed).map { subject.fate($0, test, mayBeFixed: $1) })
    }
}

extension ComposedTest.Subject {
    /// What every text that passes has in it byte for byte.
    var pattern: BytePattern? {
        switch self {
        case .needle(let needle): needle.ignoresCase ? nil : needle.pattern
        case .word(let word): word.ignoresCase ? nil : word.pattern
        case .text, .nothing: nil
        }
    }

    /// The texts of a dictionary that may have in them what is looked for, each at least once; `nil` for all.
    fileprivate func indices(
        in dictionary: ByteArrays, of column: Int, _ segment: OpenSegment, block: Int
    ) throws -> [Int]? {
        guard let pattern else { return nil }
        if case .word = self, let keys = try segment.keys(ofDictionary: dictionary, of: column, block: block) {
            return keys.values(with: pattern.bytes)
        }
        var indices: [Int] = []
        ByteSearch.forEachValue(with: pattern, in: dictionary.bytes, dictionary.offsets) { indices.append($0) }
        return indices
    }

    fileprivate func fate(
        _ template: TextTemplate, _ test: FieldCondition.Test, mayBeFixed: Bool
    ) -> TemplateFate {
        switch (self, test) {
        case (.needle(let needle), _): needle.fate(template, mayBeFixed: mayBeFixed)
        case (.word(let word), _): word.fate(template, mayBeFixed: mayBeFixed)
        case (.nothing, _): .none
        case (.text, .startsWith(let prefix)): template.fate(prefix: prefix)
        case (.text, .contains): .all
        case (.text, _): .byText
        }
    }
}

/// The lists of values that a text has.
struct ValueLists: OptionSet, Hashable {
    let rawValue: Int

    static let integers = ValueLists(rawValue: 1)
    static let hex = ValueLists(rawValue: 2)
    static let terms = ValueLists(rawValue: 4)
    static let texts = ValueLists(rawValue: 8)
}

extension ValueLists {
    /// Those in which a value of the block can pass.
    fileprivate init(
        _ subject: ComposedTest.Subject, _ test: FieldCondition.Test, of place: TextColumns, in segment: OpenSegment,
        block: Int
    ) throws {
        func mayContain(_ keys: [BloomKey], _ column: Int) throws -> Bool {
            try keys.contains { try segment.mayContain($0, column: column, block: block) ?? true }
        }
        self = []
        switch subject {
        case .text, .nothing: return
        case .needle(let needle):
            if needle.isDecimal { insert(.integers) }
            if needle.isHexadecimal { insert(.hex) }
            insert(.texts)
        case .word(let word):
            if let number = word.number, try mayContain(Self.keys(number), place.integers) { insert(.integers) }
            if let bytes = word.hexadecimalBytes, try mayContain([BloomKey(bytes: bytes)], place.hex) { insert(.hex) }
            if try word.ignoresCase || mayContain([BloomKey(word.text)], place.texts) { insert(.texts) }
        }
        if let entries = try segment.dictionary(of: place.terms, block: block) {
            let indices = try subject.indices(in: entries, of: place.terms, segment, block: block)
            if (indices ?? Array(0..<entries.count)).contains(where: { test.passes(.text(entries.string($0))) }) {
                insert(.terms)
            }
        } else {
            insert(.terms)
        }
        for (list, column) in [
            (ValueLists.integers, place.integers), (.hex, place.hex), (.terms, place.terms), (.texts, place.texts),
        ] where contains(list) && segment.reader.isAbsent(column, block: block) {
            remove(list)
        }
    }

    /// A word does not tell the sign.
    private static func keys(_ number: UInt64) -> [BloomKey] {
        var keys = Int64(exactly: number).map { [BloomKey($0)] } ?? []
        if number > 0, number <= 1 << 63 { keys.append(BloomKey(Int64(truncatingIfNeeded: 0 &- number))) }
        return keys
    }
}

/// The tests that a question puts to the texts of a block, each prepared once.
///
/// Belongs to one question on one thread.
final class ComposedTests {
    private struct Key: Hashable {
        var test: FieldCondition.Test
        var place: TextColumns
    }

    private let segment: OpenSegment
    private let block: Int
    private var known: [Key: ComposedTest] = [:]

    init(_ segment: OpenSegment, block: Int) {
        self.segment = segment
        self.block = block
    }

    func test(_ test: FieldCondition.Test, of place: TextColumns) throws -> ComposedTest {
        let key = Key(test: test, place: place)
        if let known = known[key] { return known }
        let prepared = try ComposedTest(test, of: place, in: segment, block: block)
        known[key] = prepared
        return prepared
    }
}
