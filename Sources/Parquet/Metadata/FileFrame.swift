/// What a file begins and ends with: the magic, and before the last one the footer's length in four bytes.
enum FileFrame {
    static let magic: [UInt8] = Array("PAR1".utf8)
    /// The magic of a file whose footer is encrypted.
    static let encryptedMagic: [UInt8] = Array("PARE".utf8)
    /// The footer's length and the magic.
    static let tailByteCount = 8
}
