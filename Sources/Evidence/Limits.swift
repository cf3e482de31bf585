/// Every bound of the target, with its reason.
enum Limits {
    /// A checkpoint takes a few hundred bytes; sixteen signatures of the largest kind take 80 KB.
    static let noteByteCount = 256 << 10
    /// The specification demands that 16 are read; as many witnesses as anybody has.
    static let noteSignatureCount = 100
}
