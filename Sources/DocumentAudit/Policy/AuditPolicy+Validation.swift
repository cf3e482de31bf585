package import Logbook

extension AuditPolicy {
    /// The policy for what a caller asked, checked.
    ///
    /// - Parameters:
    ///   - keepDays: 0 turns auditing off, and then scope and types mean nothing; else 7 to 732.
    ///   - scope: `nil` or empty for everything.
    ///   - types: names such as `insert`; `nil` or empty for every type. A repeated name counts once.
    /// - Throws: `DocumentAuditError` with `invalidKeepDays`, `invalidScope` or `invalidType`.
    package static func validated(keepDays: Int, scope: String?, types: [String]?) throws -> AuditPolicy {
        guard keepDays != 0 else {
            return .off
        }
        guard keepDaysRange.contains(keepDays) else {
            throw DocumentAuditError(
                .invalidKeepDays,
                "keep_days must be 0 or \(keepDaysRange.lowerBound) to \(keepDaysRange.upperBound)"
            )
        }
        var seen: [AuditEvent.OperationType] = []
        for name in types ?? [] {
            guard let type = AuditEvent.OperationType(name: name) else {
                let names = AuditEvent.OperationType.allCases.map(\.name).joined(separator: ", ")
                throw DocumentAuditError(.invalidType, "audit_types may hold \(names)")
            }
            if !seen.contains(type) {
                seen.append(type)
            }
        }
        let scope = try AuditScope(parsing: scope ?? "")
        return AuditPolicy(keepDays: keepDays, scope: scope.text, types: seen)
    }

    /// Whether events of this type are recorded, whatever their namespace.
    package func matches(_ type: AuditEvent.OperationType) -> Bool {
        isOn && (types.isEmpty || types.contains(type))
    }
}
