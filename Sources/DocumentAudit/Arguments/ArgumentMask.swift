/// Replaces values in the arguments of a command, so that its form stays and what was written into it does not.
///
/// Works on the text of a command as relaxed Extended JSON, byte by byte, in one pass. Keys are never replaced.
package struct ArgumentMask: Hashable, Sendable {
    /// What stands in the place of a value.
    package static let mask = "***"

    private enum Choice: Hashable {
        /// Everything but the value of the command itself, which names its collection.
        case literals
        case fields(DeclaredFields)
    }

    private let choice: Choice

    /// Every literal.
    package static let literals = ArgumentMask(choice: .literals)

    /// Nothing.
    package static let none = ArgumentMask(choice: .fields(DeclaredFields([])))

    private init(choice: Choice) {
        self.choice = choice
    }

    /// The values of these fields, wherever they stand: in a document that is written, in a filter, below operators
    /// such as `$set` and `$in`; and those of fields below them. Operators and positions in arrays are no part of a
    /// path; a document may itself be part of a longer one, so a path may begin anywhere.
    ///
    /// An expression says what it compares without a field of that name around it. So where an operator names such a
    /// field anywhere below it, all of its literals are masked; see `MaskWalk.Scope`.
    ///
    /// - Throws: `DocumentAuditError` with `invalidField`.
    package init(fields paths: [String]) throws {
        let names = try paths.map { path in
            let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard names.allSatisfy({ !$0.isEmpty && !$0.hasPrefix("$") }) else {
                throw DocumentAuditError(
                    .invalidField, "a masked field is a path such as card.number, without operators")
            }
            return names
        }
        choice = .fields(DeclaredFields(names))
    }

    /// Whether there is nothing to replace.
    package var isEmpty: Bool {
        if case .fields(let fields) = choice { fields.isEmpty } else { false }
    }

    /// - Parameter arguments: one object of JSON; text that is none comes back masked whole.
    package func applied(to arguments: String) -> String {
        guard !isEmpty else { return arguments }
        let fields: DeclaredFields? = if case .fields(let fields) = choice { fields } else { nil }
        var walk = MaskWalk(Array(arguments.utf8), fields: fields)
        guard let text = walk.run() else { return "{\"\(Self.mask)\":\"\(Self.mask)\"}" }
        return String(decoding: text, as: UTF8.self)
    }
}
