/// A word of an expression and where it begins, in Unicode scalars.
struct ExpressionToken: Equatable {
    enum Content: Equatable {
        /// A keyword or the name of a field.
        case name(String)
        case integer(Int64)
        case text(String)
        /// `=`, `!=`, `<`, `<=`, `>`, `>=`, `(`, `)` or `,`.
        case symbol(String)
        case end
    }

    let content: Content
    let position: Int

    /// How a message calls the token.
    var noun: String {
        switch content {
        case .name(let name): name
        case .integer(let integer): String(integer)
        case .text: "a quoted text"
        case .symbol(let symbol): symbol
        case .end: "the end"
        }
    }
}
