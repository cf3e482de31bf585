/// What a person wants to be different; what is not named stays.
struct AuditChange {
    var keepDays: Int?
    var scope: String?
    /// Names of types; empty for every type.
    var types: [String]?
    /// Only where auditing ends.
    var deletesFiles = false
    var slowMilliseconds: Int?
    /// `on` or `off`.
    var desensitization: String?
    var masked: [String] = []
    var unmasked: [String] = []

    var concernsPolicy: Bool { keepDays != nil || scope != nil || types != nil }
    var concernsSettings: Bool { slowMilliseconds != nil || !masked.isEmpty || !unmasked.isEmpty }
    var isEmpty: Bool { !concernsPolicy && !concernsSettings && desensitization == nil }
}
