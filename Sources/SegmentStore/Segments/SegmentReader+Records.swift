internal import Logbook

extension SegmentReader {
    /// Rebuilds records of a block, in their order.
    ///
    /// - Parameter rows: ascending runs that do not overlap; `nil` for all rows.
    func records(of block: Int, rows: [Range<Int>]? = nil) throws -> [StoredRecord] {
        // Follows with the writer of these files; until then there are none.
        throw LogStoreError(.corruption, "records of \(path) cannot be rebuilt yet")
    }
}
