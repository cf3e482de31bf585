internal import Logbook
internal import Parquet
internal import Synchronization

/// A segment that stays open from question to question, with the templates that were read of it.
final class OpenSegment: Sendable {
    let reader: SegmentReader

    private let pool: TemplatePool
    /// By column and block.
    private let known = Mutex<[Int: [Int: [TextTemplate]]]>([:])

    /// - Parameter pool: shared with other segments.
    init(_ reader: SegmentReader, templates pool: TemplatePool = TemplatePool()) {
        self.reader = reader
        self.pool = pool
    }

    /// The templates that the dictionary of a column in a block holds, in their order; `nil` when there is none.
    func templates(of column: Int, block: Int) throws -> [TextTemplate]? {
        if let known = known.withLock({ $0[column]?[block] }) { return known }
        guard let dictionary = try reader.dictionary(of: column, block: block) else { return nil }
        let templates = try pool.templates(of: dictionary)
        guard dictionary.bytes.count <= Limits.keptDictionaryByteCount else { return templates }
        known.withLock { $0[column, default: [:]][block] = templates }
        return templates
    }
}
