/// All texts with the same fixed parts. A plain value without references, as it is looked at for each text; what its
/// size depends on the shape lies in `TextShapes`.
struct TextShape {
    /// One way in which values of the statement stand in for values that came before.
    struct Variant {
        /// Where it is told for each value of the statement whose slot it shares.
        var sharing: Range<Int>
        let sharedCount: Int
        /// The number of the template.
        var template: Int
        /// Whether template and slots give the binary form back where each value can.
        var isExact: Bool
    }

    enum Sharing: Hashable {
        case own
        case same(slot: Int)
        /// The slot's text in quotes is the value.
        case quoted(slot: Int)
    }

    let hash: UInt64
    /// Values that come before those of the statement.
    let sharableCount: Int
    /// What the fixed parts count for in the bytes of the text.
    let fixedTextByteCount: Int
    /// Where the fixed segments are, one after the other.
    let fixed: Range<Int>
    /// Where it is told where each segment ends.
    let ends: Range<Int>
    let tokens: Range<Int>?
    /// Whether its fixed parts have marks of templates, so that each text is one value.
    var isWhole = false
    /// How often it was looked whether a record could share more than the variant that fits it.
    var trialCount = 0
}
