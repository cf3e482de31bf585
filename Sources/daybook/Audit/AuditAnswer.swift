import Foundation

/// What is audited of an instance and how, as the audit commands show it; with the names of the API in JSON.
struct AuditAnswer: Encodable {
    var instanceId: String
    /// 0: nothing is audited.
    var keepDays: Int
    var auditScope: String
    /// Empty for every type.
    var auditTypes: [String]
    var slowMilliseconds: Int
    var maskedFields: [String]
    /// `on` or `off`: whether slow logs hide literals.
    var desensitization: String

    /// A line for each, for a person.
    var text: String {
        let policy =
            keepDays == 0
            ? [("audited", "nothing")]
            : [
                ("audited", auditScope), ("types", auditTypes.isEmpty ? "all" : auditTypes.joined(separator: ", ")),
                ("kept", "\(keepDays) days"),
            ]
        let settings = [
            ("slow", "from \(slowMilliseconds) ms on, literals \(desensitization == "on" ? "hidden" : "shown")"),
            ("masked", maskedFields.isEmpty ? "no fields" : maskedFields.joined(separator: ", ")),
        ]
        return ([("instance", instanceId)] + policy + settings)
            .map { name, value in name.padding(toLength: 10, withPad: " ", startingAt: 0) + value + "\n" }
            .joined()
    }
}
