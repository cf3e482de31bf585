/// What can be set of an instance beside its audit policy.
package struct InstanceSettings: Hashable, Sendable {
    /// Where a cloud's log service is to get the audit logs. Kept for clients that set it; nothing is sent.
    package struct LogTarget: Hashable, Sendable {
        package var group: String
        package var stream: String

        package init(group: String, stream: String) {
            self.group = group
            self.stream = stream
        }
    }

    /// Paths of fields whose values are not recorded; see `ArgumentMask`.
    package var maskedFields: [String]
    /// An operation that took as long or longer is in the slow log.
    package var slowMilliseconds: Int
    /// Whether the slow log shows the form of a statement without its literals.
    package var hidesSlowLiterals: Bool
    package var logTarget: LogTarget?

    /// What a new instance has.
    package static let standard = InstanceSettings(
        maskedFields: [], slowMilliseconds: 100, hidesSlowLiterals: true, logTarget: nil)

    /// A day: an operation that takes longer is slow by any standard.
    package static let slowMillisecondsRange = 1...86_400_000
    /// Each field is compared with each value of each operation.
    package static let maskedFieldCountMaximum = 100
    package static let maskedFieldLengthRange = 1...1_024

    package init(maskedFields: [String], slowMilliseconds: Int, hidesSlowLiterals: Bool, logTarget: LogTarget?) {
        self.maskedFields = maskedFields
        self.slowMilliseconds = slowMilliseconds
        self.hidesSlowLiterals = hidesSlowLiterals
        self.logTarget = logTarget
    }

    /// - Throws: `DocumentAuditError` with `invalidField` or `invalidThreshold`.
    package func validate() throws {
        guard maskedFields.count <= Self.maskedFieldCountMaximum,
            maskedFields.allSatisfy({ Self.maskedFieldLengthRange.contains($0.utf8.count) })
        else {
            throw DocumentAuditError(
                .invalidField,
                """
                masked_fields may hold \(Self.maskedFieldCountMaximum) paths of at most \
                \(Self.maskedFieldLengthRange.upperBound) bytes
                """)
        }
        _ = try ArgumentMask(fields: maskedFields)
        guard Self.slowMillisecondsRange.contains(slowMilliseconds) else {
            throw DocumentAuditError(
                .invalidThreshold, "slow_milliseconds must be 1 to \(Self.slowMillisecondsRange.upperBound)")
        }
    }
}
