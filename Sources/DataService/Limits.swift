/// What the domain of DataService bounds, and why.
enum Limits {
    /// Rows that a call gets when it does not say how many; the vendor's default.
    static let pageRowCountDefault: Int64 = 100
    /// Rows that a call may ask for; the vendor's bound for pages of a script.
    static let pageRowCountMaximum: Int64 = 2_000
    /// Digits, sign and exponent of a number that a caller sends. Nothing that fits 64 bits needs more.
    static let numberByteCountMaximum = 64
    /// Levels of a JSON body. Parameters are on the first; deeper ones are only walked over.
    static let jsonDepthMaximum = 64
    /// Bytes of a script. Longer ones are generated, and belong into a view of the database.
    static let scriptByteCountMaximum = 1_048_576
    /// Characters of a path that a message repeats.
    static let shownPathCharacterCountMaximum = 256
}
