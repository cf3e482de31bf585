internal import Logbook
internal import Parquet
internal import Synchronization

/// A segment that stays open from question to question, with the dictionaries that were read of it.
final class OpenSegment: Sendable {
    let reader: SegmentReader

    private struct Key: Hashable {
        var column: Int
        var block: Int
    }

    private struct Kept {
        var dictionaries: [Key: ByteArrays] = [:]
        var templates: [Key: [TextTemplate]] = [:]
        var byteCount = 0
    }

    private let kept = Mutex(Kept())

    init(_ reader: SegmentReader) {
        self.reader = reader
    }

    /// The different texts of a column in a block; `nil` when some are kept otherwise.
    func dictionary(of column: Int, block: Int) throws -> ByteArrays? {
        let key = Key(column: column, block: block)
        if let dictionary = kept.withLock({ $0.dictionaries[key] }) { return dictionary }
        guard case .byteArray(let dictionary)? = try reader.dictionary(of: column, block: block) else { return nil }
        keep(dictionary.bytes.count) { $0.dictionaries[key] = dictionary }
        return dictionary
    }

    /// The templates that the dictionary of a column in a block holds, in their order.
    func templates(_ dictionary: ByteArrays, of column: Int, block: Int) throws -> [TextTemplate] {
        let key = Key(column: column, block: block)
        if let templates = kept.withLock({ $0.templates[key] }) { return templates }
        let templates = try (0..<dictionary.count).map { try TextTemplate(dictionary.string($0)) }
        keep(dictionary.bytes.count) { $0.templates[key] = templates }
        return templates
    }

    /// Keeps something as long as there is room.
    private func keep(_ byteCount: Int, _ change: (inout Kept) -> Void) {
        kept.withLock { kept in
            guard kept.byteCount + byteCount <= Limits.keptDictionaryByteCount else { return }
            kept.byteCount += byteCount
            change(&kept)
        }
    }
}
