/// Ids, keys and passwords, from the system's cryptographic random numbers.
enum RandomText {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    private static let capitals = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    private static let hexadecimalDigits = Array("0123456789abcdef")

    /// 32 hexadecimal digits: the form of most ids.
    static func identifier() -> String {
        characters(32, of: hexadecimalDigits)
    }

    /// 20 capital letters and digits: the form of an access key.
    static func accessKey() -> String {
        characters(20, of: capitals)
    }

    /// Letters and digits, close to 6 bits of chance each.
    static func secret(_ count: Int) -> String {
        characters(count, of: alphabet)
    }

    private static func characters(_ count: Int, of alphabet: [Character]) -> String {
        var generator = SystemRandomNumberGenerator()
        return String((0..<count).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
    }
}
