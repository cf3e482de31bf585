import Logbook

/// A refusal of an expression, with a mark under the place that it is about.
struct ExpressionMark {
    let text: String

    init(_ expression: String, _ error: QueryError) {
        guard let position = error.position, !expression.contains(where: \.isNewline) else {
            text = error.description
            return
        }
        let before = String(String.UnicodeScalarView(expression.unicodeScalars.prefix(position)))
        let blank = String(repeating: " ", count: DisplayWidth.of(before))
        text = "\(error.message)\n  \(expression)\n  \(blank)^"
    }
}
