/// Why a wish about document audit cannot be granted. Equal by code.
package struct DocumentAuditError: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        case invalidKeepDays
        case invalidType
        case invalidScope
        case invalidAuditLogID
        case invalidAuditLogName
        case invalidEventLogName
        case invalidField
        case invalidThreshold
    }

    package let code: Code
    /// Lower case, no full stop; may be shown to the caller, who sent the value that it names.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: DocumentAuditError, right: DocumentAuditError) -> Bool {
        left.code == right.code
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension DocumentAuditError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}
