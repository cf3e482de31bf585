internal import Parquet

extension ColumnBatch {
    /// The same values without a dictionary.
    var expanded: ColumnBatch {
        guard let indices else { return self }
        var batch = self
        batch.indices = nil
        switch values {
        case .int64(let dictionary): batch.values = .int64(indices.map { dictionary[Int($0)] })
        case .int32(let dictionary): batch.values = .int32(indices.map { dictionary[Int($0)] })
        case .double(let dictionary): batch.values = .double(indices.map { dictionary[Int($0)] })
        case .boolean(let dictionary): batch.values = .boolean(indices.map { dictionary[Int($0)] })
        case .byteArray(let dictionary):
            var arrays = ByteArrays()
            for index in indices {
                arrays.append(dictionary[Int(index)])
            }
            batch.values = .byteArray(arrays)
        }
        return batch
    }
}
