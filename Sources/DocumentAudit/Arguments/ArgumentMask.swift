/// Replaces values in the arguments of a command, so that its form stays and what was written into it does not.
///
/// Works on the text of a command as relaxed Extended JSON, byte by byte, in one pass. Keys are never replaced.
package struct ArgumentMask: Hashable, Sendable {
    /// What stands in the place of a value.
    package static let mask = "***"

    private enum Choice: Hashable {
        /// Everything but the value of the command itself, which names its collection.
        case literals
        /// Paths, each as the names on the way to the field.
        case fields([[String]])
    }

    private let choice: Choice

    /// Every literal.
    package static let literals = ArgumentMask(choice: .literals)

    /// Nothing.
    package static let none = ArgumentMask(choice: .fields([]))

    private init(choice: Choice) {
        self.choice = choice
    }

    /// The values of these fields, wherever they stand: in a document that is written, in a filter, below operators
    /// such as `$set` and `$in`; and those of fields below them. Operators and positions in arrays are no part of a
    /// path; a document may itself be part of a longer one, so a path may begin anywhere.
    ///
    /// - Throws: `DocumentAuditError` with `invalidField`.
    package init(fields paths: [String]) throws {
        choice = .fields(
            try paths.map { path in
                let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
                guard names.allSatisfy({ !$0.isEmpty && !$0.hasPrefix("$") }) else {
                    throw DocumentAuditError(
                        .invalidField, "a masked field is a path such as card.number, without operators")
                }
                return names
            })
    }

    /// Whether there is nothing to replace.
    package var isEmpty: Bool { choice == .fields([]) }

    /// - Parameter arguments: one object of JSON; text that is none comes back masked whole.
    package func applied(to arguments: String) -> String {
        guard !isEmpty else { return arguments }
        var walk = MaskWalk(Array(arguments.utf8)) { path, isScalar, depth in
            switch choice {
            case .literals: isScalar && !(depth == 1 && path.isFirst)
            case .fields(let fields): fields.contains { path.passes(through: $0) }
            }
        }
        guard let text = walk.run() else { return "{\"\(Self.mask)\":\"\(Self.mask)\"}" }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Where a value stands in its command.
struct ArgumentPath {
    /// Names of fields from the outside in, dotted ones taken apart, without operators and numbers.
    var names: [String] = []
    /// Whether the value is that of the first key, which names the command.
    var isFirst = true

    /// Whether the value is that of the field or of a field below it: `card.number` is on the way to
    /// `customer.card.number.last`.
    func passes(through path: [String]) -> Bool {
        guard names.count >= path.count else { return false }
        return (0...names.count - path.count).contains { names[$0..<$0 + path.count].elementsEqual(path) }
    }
}
