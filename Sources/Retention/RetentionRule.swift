/// How long the segments of a source are kept, and how much room each of its streams may take.
package struct RetentionRule: Hashable, Sendable {
    package var days: RetentionBound
    /// Bytes on disk of the sealed segments of one stream: of a cluster, or of each node of an instance.
    package var bytes: RetentionBound

    /// What a source has for which nothing was set.
    package static let standard = RetentionRule(days: .standard, bytes: .standard)

    package init(days: RetentionBound, bytes: RetentionBound) {
        self.days = days
        self.bytes = bytes
    }

    /// A hundred years: what is to be kept longer is kept without a bound.
    package static let dayRange = 1...36_525
    package static let byteRange = 1...Int.max

    /// - Throws: `RetentionError` with `invalidRule`.
    func validate() throws {
        if case .limit(let days) = days, !Self.dayRange.contains(days) {
            throw RetentionError(
                .invalidRule, "days has to be from \(Self.dayRange.lowerBound) to \(Self.dayRange.upperBound)")
        }
        if case .limit(let bytes) = bytes, !Self.byteRange.contains(bytes) {
            throw RetentionError(.invalidRule, "bytes has to be at least \(Self.byteRange.lowerBound)")
        }
    }
}

/// The bounds that hold for a source in the end; `nil` for none.
package struct RetentionLimits: Hashable, Sendable {
    package var days: Int?
    package var bytes: Int?

    package static let none = RetentionLimits()

    package init(days: Int? = nil, bytes: Int? = nil) {
        self.days = days
        self.bytes = bytes
    }
}

/// What the settings say for sources that have no rule of their own.
package struct RetentionDefaults: Hashable, Sendable {
    package var access: RetentionLimits
    /// Without days: those of an instance are `keep_days` of its audit policy.
    package var auditBytes: Int?

    package init(access: RetentionLimits = .none, auditBytes: Int? = nil) {
        self.access = access
        self.auditBytes = auditBytes
    }
}
