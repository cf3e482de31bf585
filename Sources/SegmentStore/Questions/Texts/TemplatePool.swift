internal import Parquet
internal import Synchronization

/// The templates of the segments that were read lately, each once: from segment to segment a stream's hardly change.
final class TemplatePool: Sendable {
    private struct State {
        var templates: [Key: TextTemplate] = [:]
        var byteCount = 0
    }

    /// A template as it is written.
    private struct Key: Hashable {
        let bytes: [UInt8]

        func hash(into hasher: inout Hasher) {
            hasher.combine(XXHash64.hash(bytes.rawSpan))
        }
    }

    private let state = Mutex(State())

    /// The templates of a dictionary, in its order.
    ///
    /// - Throws: `LogStoreError` with `corruption` where one is damaged.
    func templates(of dictionary: ByteArrays) throws -> [TextTemplate] {
        let keys = (0..<dictionary.count).map { Key(bytes: Array(dictionary.bytes[dictionary.range($0)])) }
        let known = state.withLock { state in keys.map { state.templates[$0] } }
        let templates = try zip(keys, known).map { key, known in try known ?? TextTemplate(key.bytes) }
        state.withLock { state in
            for (index, key) in keys.enumerated() where known[index] == nil {
                if state.byteCount + key.bytes.count > Limits.sharedTemplateByteCount { state = State() }
                if state.templates.updateValue(templates[index], forKey: key) == nil {
                    state.byteCount += key.bytes.count
                }
            }
        }
        return templates
    }
}
