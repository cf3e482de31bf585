internal import Synchronization

/// What was read of segment files lately and is likely to be asked for again: decoded pages and columns, dictionaries,
/// filters, indexes. One for all segments of a store, bounded by the bytes that it holds.
///
/// What is here was read from disk and checked once. Verification and proofs never look here.
final class PageCache: Sendable {
    /// What of a segment a value is.
    struct Key: Hashable, Sendable {
        /// As `newSegmentNumber` gave it.
        var segment: Int
        var block: Int
        var column: Int
        var part: Part

        /// What tells most keys apart, in one number: this is asked for many times a question.
        func hash(into hasher: inout Hasher) {
            hasher.combine((segment << 8 ^ block) << 16 ^ column << 8 ^ part.number)
        }
    }

    enum Part: Hashable, Sendable {
        /// The column in one page, or in the whole block.
        case values(ColumnPart)
        /// Where the values of the column with a key are.
        case keys(ColumnPart)
        case dictionary
        /// Which texts of the dictionary have a word.
        case dictionaryKeys
        case dictionaryValues
        case wordFates
        case templates
        case layouts
        case pages
        case pageRows
        case filter
        /// Where in the block which number of the column is.
        case numberIndex
        /// Where in the block which word of the text is that the column is the template of.
        case wordIndex
        /// The rows of the block that have each number of the column.
        case bitmaps
    }

    fileprivate final class Entry {
        let data: KeptData
        let byteCount: Int
        var lastUse: UInt64
        /// Whether it was asked for since room was made last.
        var isWanted = false

        init(data: KeptData, byteCount: Int, lastUse: UInt64) {
            self.data = data
            self.byteCount = byteCount
            self.lastUse = lastUse
        }
    }

    fileprivate struct State {
        var entries: [Key: Entry] = [:]
        var byteCount = 0
        var useCount: UInt64 = 0
    }

    /// 0 keeps nothing.
    let byteLimit: Int
    private let state = Mutex(State())
    private let segmentCount = Atomic(0)

    init(byteLimit: Int = Limits.cacheByteCount) {
        self.byteLimit = byteLimit
    }

    /// Bytes that one value may take.
    var entryByteLimit: Int { byteLimit / Limits.cacheShareCount }

    /// Bytes of what is kept, roughly.
    var byteCount: Int { state.withLock { $0.byteCount } }

    /// A number that no other open segment has had.
    func newSegmentNumber() -> Int {
        segmentCount.wrappingAdd(1, ordering: .relaxed).oldValue
    }

    subscript(key: Key) -> KeptData? {
        state.withLock { state in
            guard let entry = state.entries[key] else { return nil }
            state.useCount += 1
            entry.lastUse = state.useCount
            entry.isWanted = true
            return entry.data
        }
    }

    /// Keeps what was read, in the place of others that are less likely to be asked for. What would take much of the
    /// room alone is not kept.
    func keep(_ data: KeptData, for key: Key) {
        let byteCount = data.byteCount + Limits.cacheEntryByteCount
        // Freed when the lock is.
        let removed = state.withLock { state -> [KeptData] in
            var removed: [KeptData] = []
            if let known = state.entries.removeValue(forKey: key) {
                state.byteCount -= known.byteCount
                removed.append(known.data)
            }
            guard byteCount <= entryByteLimit else { return removed }
            if state.byteCount + byteCount > byteLimit {
                removed += state.makeRoom(byteLimit - max(byteCount, entryByteLimit))
            }
            state.useCount += 1
            state.entries[key] = Entry(data: data, byteCount: byteCount, lastUse: state.useCount)
            state.byteCount += byteCount
            return removed
        }
        _ = removed
    }

    /// Lets go of all that is of a segment.
    func drop(segment: Int) {
        let removed = state.withLock { state -> [KeptData] in
            let keys = state.entries.keys.filter { $0.segment == segment }
            return keys.compactMap { state.remove($0) }
        }
        _ = removed
    }
}

extension PageCache.Part {
    /// Different for most parts.
    fileprivate var number: Int {
        switch self {
        case .values(let part): part.number << 5
        case .keys(let part): part.number << 5 | 1
        case .dictionary: 2
        case .dictionaryKeys: 3
        case .dictionaryValues: 4
        case .wordFates: 5
        case .templates: 6
        case .layouts: 7
        case .pages: 8
        case .pageRows: 9
        case .filter: 10
        case .numberIndex: 11
        case .wordIndex: 12
        case .bitmaps: 13
        }
    }
}

extension ColumnPart {
    fileprivate var number: Int { if case .page(let page) = self { page + 1 } else { 0 } }
}

extension PageCache.State {
    /// Removes values until no more than so many bytes are left: first what was not asked for since the last time, so
    /// that a question that goes through everything once pushes nothing out that others ask for; then what was asked
    /// for the longest time ago.
    fileprivate mutating func makeRoom(_ target: Int) -> [KeptData] {
        let order = entries.map { (key: $0.key, isWanted: $0.value.isWanted, lastUse: $0.value.lastUse) }
            .sorted { $0.isWanted == $1.isWanted ? $0.lastUse < $1.lastUse : $1.isWanted }
        var removed: [KeptData] = []
        for (key, _, _) in order {
            guard byteCount > target else { break }
            if let data = remove(key) { removed.append(data) }
        }
        for entry in entries.values { entry.isWanted = false }
        return removed
    }

    fileprivate mutating func remove(_ key: PageCache.Key) -> KeptData? {
        guard let entry = entries.removeValue(forKey: key) else { return nil }
        byteCount -= entry.byteCount
        return entry.data
    }
}
