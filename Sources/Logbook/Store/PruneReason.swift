/// Why a segment was deleted: a rule, or a person.
package enum PruneReason: Hashable, Sendable {
    /// Its records are older than the rule keeps them.
    case age(days: Int)
    /// The stream took more bytes on disk than the rule allows.
    case size(byteCount: Int)
    /// Somebody asked for it, named as the log is to show them.
    case request(by: String)
}
