package import Logbook

/// How a file of the slow or the error log of a node is called: `<domain id>_<node id>_slowlog_<time>`, or `errorlog`;
/// `time` is the moment up to which it goes, in UTC, such as `20201117104809`.
package struct EventLogName: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case slow = "slowlog"
        case error = "errorlog"
    }

    package let domain: String
    package let node: String
    package let kind: Kind
    /// A whole second; all of it belongs to the file.
    package let end: Timestamp

    /// - Parameter moment: anywhere in the last second of the file.
    package init(_ kind: Kind, of node: String, domain: String, upTo moment: Timestamp) {
        self.domain = domain
        self.node = node
        self.kind = kind
        end = Timestamp(seconds: moment.seconds)
    }

    /// - Throws: `DocumentAuditError` with `invalidEventLogName`, also for a name of another domain or kind.
    package init(text: String, _ kind: Kind, domain: String) throws {
        let parts = text.dropFirst(domain.count + 1).split(separator: "_", omittingEmptySubsequences: false)
        guard text.hasPrefix("\(domain)_"), parts.count == 3, !parts[0].isEmpty, parts[1] == kind.rawValue,
            let end = Self.moment(parts[2].utf8)
        else {
            throw DocumentAuditError(
                .invalidEventLogName,
                "a file of this log is called <domain_id>_<node_id>_\(kind.rawValue)_<yyyymmddhhmmss>")
        }
        self.init(kind, of: String(parts[0]), domain: domain, upTo: end)
    }

    package var text: String {
        let time = CivilTime(of: end)
        let digits = "\(time.dateText)\(time.clockText)".filter { $0 != "-" && $0 != ":" }
        return "\(domain)_\(node)_\(kind.rawValue)_\(digits)"
    }

    private static func moment(_ digits: Substring.UTF8View) -> Timestamp? {
        guard digits.count == 14, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        let values = digits.map { Int($0 - UInt8(ascii: "0")) }
        func number(_ places: Range<Int>) -> Int { values[places].reduce(0) { $0 * 10 + $1 } }
        return CivilTime(
            year: number(0..<4), month: number(4..<6), day: number(6..<8), hour: number(8..<10),
            minute: number(10..<12), second: number(12..<14)
        )?.timestamp()
    }
}
