/// Why a question cannot be answered as it was asked. Equal by code.
package struct QueryError: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        /// An expression that does not follow the grammar.
        case syntax
        case unknownField
        /// A condition or an aggregate that its field's type does not have.
        case wrongType
        case badTime
        /// A cursor that this version did not make, that was damaged, or that belongs to another question.
        case badCursor
        /// A form such as `avg:duration` that is none.
        case badForm
        /// More groups, or more different values, than an answer may hold.
        case tooLarge
    }

    package let code: Code
    /// Lower case, no full stop; says what to do instead.
    package let message: String
    /// Where in the text, in Unicode scalars from 0; `nil` when the text as a whole is meant.
    package let position: Int?

    package init(_ code: Code, _ message: String, at position: Int? = nil) {
        self.code = code
        self.message = message
        self.position = position
    }

    package static func == (left: QueryError, right: QueryError) -> Bool {
        left.code == right.code
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension QueryError: CustomStringConvertible {
    package var description: String {
        position.map { "\(message) (at character \($0 + 1))" } ?? message
    }
}
