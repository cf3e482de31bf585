internal import Logbook
internal import Parquet
internal import Synchronization

/// A segment that stays open from question to question, with the templates that were read of it.
final class OpenSegment: Sendable {
    let reader: SegmentReader

    private struct Kept {
        /// By column and block.
        var templates: [Int: [Int: [TextTemplate]]] = [:]
        var byteCount = 0
    }

    private let kept = Mutex(Kept())

    init(_ reader: SegmentReader) {
        self.reader = reader
    }

    /// The templates that the dictionary of a column in a block holds, in their order; `nil` when there is none.
    func templates(of column: Int, block: Int) throws -> [TextTemplate]? {
        if let known = kept.withLock({ $0.templates[column]?[block] }) { return known }
        guard let dictionary = try reader.dictionary(of: column, block: block) else { return nil }
        let read = try (0..<dictionary.count).map { try TextTemplate(dictionary.string($0)) }
        kept.withLock { kept in
            guard kept.byteCount + dictionary.bytes.count <= Limits.keptDictionaryByteCount else { return }
            kept.byteCount += dictionary.bytes.count
            kept.templates[column, default: [:]][block] = read
        }
        return read
    }
}
