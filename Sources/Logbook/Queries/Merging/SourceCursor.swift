/// A place in several streams that are read together.
///
/// Newest first, it fixes for every stream where reading goes on, also for those that gave no record yet: so what
/// arrives between two pages is on neither, and nothing is repeated or left out. Oldest first, a stream that is not in
/// it is read from its beginning.
package struct SourceCursor: Hashable, Sendable {
    package let order: LogQuery.Order
    /// By stream: reading goes on behind this sequence number, in the direction of the order.
    package let sequences: [Stream: UInt64]

    package init(order: LogQuery.Order, sequences: [Stream: UInt64]) {
        self.order = order
        self.sequences = sequences
    }

    /// Where to go on in a stream; `nil` from its beginning or end.
    func cursor(in stream: Stream) -> LogQuery.Cursor? {
        if let sequence = sequences[stream] {
            return LogQuery.Cursor(sequence: sequence)
        }
        // A stream that came into being after the first page: all of it is newer than that.
        return order == .newestFirst ? LogQuery.Cursor(sequence: 1) : nil
    }
}
