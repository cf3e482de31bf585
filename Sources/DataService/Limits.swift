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

    /// Bytes of one line of an import. The longest record that a store takes is of this order.
    static let lineByteCountMaximum = 16 * 1_048_576
    /// Room for a line that is cut into pieces is kept up to this; a line that needs more is rare.
    static let keptLineByteCount = 1_048_576
    /// The last millisecond of the year 9999; what lies behind it is no time but a unit mistaken.
    static let accessTimeMaximum: Int64 = 253_402_300_799_999
    /// Durations, bytes and rows of an imported record: what every JSON reader holds exactly.
    static let importedNumberMaximum: Int64 = 1 << 53 - 1
    /// Values that are taken out of one statement; a longer `IN` list stays in the fragment behind the last one, so
    /// that a record takes memory in proportion to its line.
    static let statementValueCountMaximum = 1_000
    /// Parameters of one group of an imported detail; text with more of them stays text, for the same reason.
    static let parameterCountMaximum = 10_000
    /// Statements that one reader remembers the fragments of, and their bytes: some 4 MiB together.
    static let rememberedStatementCount = 1_024
    static let rememberedStatementByteCountMaximum = 4_096
    /// Shapes of details that one reader remembers: four for each API, and how much all take, those counted whose
    /// place another one took, before they are forgotten.
    static let rememberedDetailGroupCount = 256
    static let rememberedDetailCount = 4_096
    static let rememberedDetailsByteCount = 8 * 1_048_576
    /// Bytes and values of one of them.
    static let rememberedDetailByteCountMaximum = 4_096
    static let rememberedDetailValueCountMaximum = 64
    /// Shapes that are made before it is known whether they come again.
    static let rememberedDetailTrialCount = 1_024
    /// Readers that wait for the next import, some 12 MiB each at most.
    static let keptReaderCount = 4
    /// Records and bytes of lines that go to the store at once: enough to make one sync of the disk cheap, little
    /// enough to keep two batches in memory.
    static let importBatchRecordCount = 4_096
    static let importBatchByteCount = 8 * 1_048_576
    /// How long an import waits for a store that is overloaded, and how long between two tries. Sealing what fills the
    /// memory takes a second or two; a store that stays full for longer has another trouble.
    static let importPatience = Duration.seconds(30)
    static let importPause = Duration.milliseconds(5)
    /// Bad lines that are told one by one. The others are counted.
    static let importProblemCountMaximum = 100
}
