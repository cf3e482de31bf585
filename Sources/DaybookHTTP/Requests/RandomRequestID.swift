/// Ids of requests when nobody else chooses them.
package enum RandomRequestID {
    /// 32 hexadecimal digits.
    @Sendable package static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let numbers = [UInt64.random(in: 0 ... .max, using: &generator), .random(in: 0 ... .max, using: &generator)]
        return numbers.map { number in
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
