/// Why the catalog could not do what it was asked. Equal by code.
package struct CatalogError: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        /// The file cannot be opened or made.
        case unavailable
        /// A later Daybook wrote the file.
        case newerVersion
        /// A row does not hold what this Daybook would have written.
        case corruption
        /// The key, name or path is taken by another object.
        case conflict
    }

    package let code: Code
    /// Lower case, no full stop, says what to do next, holds no secret.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: CatalogError, right: CatalogError) -> Bool {
        left.code == right.code
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension CatalogError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}
