internal import Parquet
internal import Synchronization

/// The dictionaries of a segment file that were read, as long as there is room: those of the templates and the small
/// ones.
final class KeptDictionaries: Sendable {
    private struct Key: Hashable {
        var column: Int
        var block: Int
    }

    private struct State {
        var dictionaries: [Key: ByteArrays] = [:]
        var byteCount = 0
    }

    private let state = Mutex(State())

    /// What is kept, or else what is read now.
    func dictionary(of column: Int, block: Int, read: () throws -> ByteArrays?) rethrows -> ByteArrays? {
        let key = Key(column: column, block: block)
        if let kept = state.withLock({ $0.dictionaries[key] }) { return kept }
        guard let dictionary = try read() else { return nil }
        state.withLock { state in
            guard state.byteCount + dictionary.bytes.count <= Limits.keptDictionaryByteCount,
                state.dictionaries.updateValue(dictionary, forKey: key) == nil
            else { return }
            state.byteCount += dictionary.bytes.count
        }
        return dictionary
    }
}
