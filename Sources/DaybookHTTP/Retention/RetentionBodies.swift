internal import Logbook
package import Retention

// What the retention routes answer and take, also for the commands. Times are milliseconds since 1970, sizes bytes.

/// The bounds of a source. `days` and `bytes` are absent where there is none.
package struct RetentionAnswer: Codable, Sendable {
    package var kind: String
    package var source: String
    /// The bounds that hold in the end.
    package var days: Int?
    package var bytes: Int?
    /// What was set for this source: absent for the bound of the settings, 0 for none.
    package var ruleDays: Int?
    package var ruleBytes: Int?
    /// Legal holds that keep everything meanwhile.
    package var holdCount: Int

    enum CodingKeys: String, CodingKey {
        case kind, source, days, bytes
        case ruleDays = "rule_days"
        case ruleBytes = "rule_bytes"
        case holdCount = "hold_count"
    }

    package init(_ source: LogSource, rule: RetentionRule, limits: RetentionLimits, holdCount: Int) {
        kind = source.kind.name
        self.source = source.id
        days = limits.days
        bytes = limits.bytes
        ruleDays = rule.days.wire
        ruleBytes = rule.bytes.wire
        self.holdCount = holdCount
    }
}

/// A change of a rule: what is absent stays, `null` goes back to the settings, 0 is no bound.
package struct RetentionChange: Codable, Sendable {
    package var days: RetentionBound?
    package var bytes: RetentionBound?

    package init(days: RetentionBound? = nil, bytes: RetentionBound? = nil) {
        self.days = days
        self.bytes = bytes
    }

    enum CodingKeys: String, CodingKey {
        case days, bytes
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func bound(_ key: CodingKeys) throws -> RetentionBound? {
            guard container.contains(key) else { return nil }
            return RetentionBound(wire: try container.decodeNil(forKey: key) ? nil : container.decode(forKey: key))
        }
        days = try bound(.days)
        bytes = try bound(.bytes)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if let days { try container.encode(days.wire, forKey: .days) }
        if let bytes { try container.encode(bytes.wire, forKey: .bytes) }
    }

    func applied(to rule: RetentionRule) -> RetentionRule {
        RetentionRule(days: days ?? rule.days, bytes: bytes ?? rule.bytes)
    }
}

/// A legal hold.
package struct HoldBody: Codable, Sendable {
    package var id: String
    package var kind: String
    package var source: String
    package var reason: String
    package var user: String
    package var time: Int64
    package var releasedBy: String?
    package var releasedTime: Int64?

    enum CodingKeys: String, CodingKey {
        case id, kind, source, reason
        case user = "placed_by"
        case time = "placed_time"
        case releasedBy = "released_by"
        case releasedTime = "released_time"
    }

    package init(_ hold: LegalHold) {
        id = hold.id
        kind = hold.source.kind.name
        source = hold.source.id
        reason = hold.reason
        user = hold.user
        time = hold.time.milliseconds
        releasedBy = hold.release?.user
        releasedTime = hold.release?.time.milliseconds
    }
}

package struct HoldList: Codable, Sendable {
    package var holds: [HoldBody]

    package init(_ holds: [LegalHold]) {
        self.holds = holds.map(HoldBody.init)
    }
}

/// A wish for a legal hold on a cluster or an instance.
package struct HoldRequest: Codable, Sendable {
    package var cluster: String?
    package var instance: String?
    package var reason: String
    /// Who wishes it; listened to only from a process of the data folder, which has no name of its own.
    package var user: String?

    enum CodingKeys: String, CodingKey {
        case cluster = "cluster_id"
        case instance = "instance_id"
        case reason
        case user = "placed_by"
    }

    package init(source: LogSource, reason: String, user: String) {
        cluster = source.kind == .access ? source.id : nil
        instance = source.kind == .audit ? source.id : nil
        self.reason = reason
        self.user = user
    }
}

package struct ReleaseRequest: Codable, Sendable {
    /// As in `HoldRequest`.
    package var user: String?

    enum CodingKeys: String, CodingKey {
        case user = "released_by"
    }

    package init(user: String) {
        self.user = user
    }
}

extension RetentionBound {
    fileprivate var wire: Int? {
        switch self {
        case .standard: nil
        case .unlimited: 0
        case .limit(let value): value
        }
    }

    fileprivate init(wire: Int?) {
        self = wire.map { $0 == 0 ? .unlimited : .limit($0) } ?? .standard
    }
}

extension KeyedDecodingContainer {
    fileprivate func decode(forKey key: Key) throws -> Int {
        try decode(Int.self, forKey: key)
    }
}

extension Stream.Kind {
    var name: String {
        switch self {
        case .access: "access"
        case .audit: "audit"
        }
    }
}
