/// Decides whether a column chunk gets a dictionary. The whole chunk is at hand, so the choice is made once for it.
enum DictionaryChoice {
    /// The batch with a dictionary where the policy asks for one and it pays; else as it came.
    ///
    /// A batch that brings its own dictionary keeps it.
    static func apply(
        _ policy: ColumnOptions.DictionaryPolicy, to batch: ColumnBatch, otherwise encoding: Encoding
    ) -> ColumnBatch {
        guard batch.indices == nil, case .automatic(let byteLimit) = policy, batch.values.count > 0 else {
            return batch
        }
        guard let (dictionary, indices) = DictionaryBuilder.build(batch.values, byteLimit: byteLimit) else {
            return batch
        }
        let width = Hybrid.width(forMaximum: dictionary.count - 1)
        let dictionaryByteCount = plainByteCount(dictionary) + indices.count * width / 8
        guard dictionaryByteCount < byteCount(of: batch.values, encoding) else { return batch }
        var choice = batch
        choice.values = dictionary
        choice.indices = indices
        return choice
    }

    /// What the values take without a dictionary: measured for deltas, which depend on their order, else reckoned.
    private static func byteCount(of values: ColumnValues, _ encoding: Encoding) -> Int {
        guard encoding == .deltaBinaryPacked else { return plainByteCount(values) }
        var bytes: [UInt8] = []
        switch values {
        case .int32(let values): DeltaBinaryPacked.encode(values.span, into: &bytes)
        case .int64(let values): DeltaBinaryPacked.encode(values.span, into: &bytes)
        default: preconditionFailure("deltas of \(values.type)")
        }
        return bytes.count
    }

    private static func plainByteCount(_ values: ColumnValues) -> Int {
        switch values {
        case .boolean(let values): values.count / 8
        case .int32(let values): values.count * 4
        case .int64(let values): values.count * 8
        case .double(let values): values.count * 8
        case .byteArray(let values): values.count * 4 + values.bytes.count
        }
    }
}
