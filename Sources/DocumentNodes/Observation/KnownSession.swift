import MongoWire

/// The session that a connection's last request was in. Drivers go on using the one that they used last, so its text is
/// seldom made anew.
struct KnownSession {
    private var number: UInt128?
    private var text: String?

    /// The UUID of a session in its text form; `nil` where it has none.
    ///
    /// - Parameter session: the `lsid` of a request.
    /// - Throws: `WireError` with `malformedDocument`.
    mutating func text(of session: BSONDocument?) throws -> String? {
        guard let number = try session?.uuid("id") else {
            return nil
        }
        if number != self.number {
            self.number = number
            text = Self.text(of: number)
        }
        return text
    }

    private static func text(of uuid: UInt128) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for place in 0..<32 {
            if place == 8 || place == 12 || place == 16 || place == 20 {
                text.append(UInt8(ascii: "-"))
            }
            let digit = UInt8(truncatingIfNeeded: uuid >> UInt128(4 * (31 - place))) & 15
            text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
