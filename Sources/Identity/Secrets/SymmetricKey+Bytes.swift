internal import Crypto
internal import FoundationEssentials

extension SymmetricKey {
    /// A copy of the key. The only unsafe lines of this target: a key lends its buffer and gives nothing away.
    var bytes: [UInt8] {
        unsafe withUnsafeBytes { unsafe Array($0) }
    }
}
