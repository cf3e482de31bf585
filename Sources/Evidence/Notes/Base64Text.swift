internal import FoundationEssentials

/// The Base64 of RFC 4648 section 4, in its only canonical form: a text that another one could stand for is refused.
enum Base64Text {
    static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }

    /// `nil` when the text is not exactly what `encode` makes of some bytes.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        guard let data = Data(base64Encoded: String(text)), encode(Array(data)) == text else { return nil }
        return Array(data)
    }
}
