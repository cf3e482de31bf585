/// One half of a rule, as somebody set it for a source.
package enum RetentionBound: Hashable, Sendable {
    /// What the settings say for sources of the kind.
    case standard
    /// Nothing is deleted on this account, whatever the settings say.
    case unlimited
    case limit(Int)

    /// The bound that holds; `nil` for none.
    package func value(standard: Int?) -> Int? {
        switch self {
        case .standard: standard
        case .unlimited: nil
        case .limit(let value): value
        }
    }
}
