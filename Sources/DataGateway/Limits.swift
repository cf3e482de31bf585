/// What the gateway bounds beyond what is set for a listener.
enum Limits {
    /// Characters of a path that a message repeats: enough to recognize it.
    static let shownPathCharacterCountMaximum = 256
    /// Seconds after which an overloaded caller is asked to come back.
    static let retrySeconds = 1
}
