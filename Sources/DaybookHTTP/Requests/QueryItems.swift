internal import Identity

/// The query of a request, decoded as a form: `+` is a space.
struct QueryItems: Sendable {
    private let items: [(name: String, value: String)]

    init(query: String) {
        items = query.utf8.split(separator: UInt8(ascii: "&")).map { field in
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decode(parts[0]), parts.count > 1 ? Self.decode(parts[1]) : "")
        }
    }

    /// The first value of this name; `nil` when the name is not there.
    subscript(name: String) -> String? {
        items.first { $0.name == name }?.value
    }

    /// A whole number.
    ///
    /// - Returns: `nil` when the name is not there.
    /// - Throws: what `refusal` makes when it is no number, or not in the range.
    func integer(
        _ name: String, in range: some RangeExpression<Int>, orElse refusal: @autoclosure () -> ControlError
    ) throws -> Int? {
        guard let text = self[name] else { return nil }
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(text), range.contains(number)
        else { throw refusal() }
        return number
    }

    private static func decode(_ text: Substring.UTF8View) -> String {
        String(decoding: PercentEncoding.decode(text, plusIsSpace: true), as: UTF8.self)
    }
}
