/// How a column's pages are compressed when written.
package enum Compression: Hashable, Sendable {
    case none
    /// Level 1 is the quickest, 19 the tightest that a reader unpacks without extra memory.
    case zstd(level: Int)

    var codec: Codec {
        switch self {
        case .none: .uncompressed
        case .zstd: .zstd
        }
    }
}
