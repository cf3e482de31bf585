package import Logbook

/// How an audit log file is called outside: by id and by name, both made from its segment.
///
/// The id is `<node id>_<ms>`, the name `<domain id>_audit_log_<instance id>_<node id>_<ms>`; `ms` is the moment the
/// file was closed, in milliseconds since 1970, with 13 digits.
package enum AuditLogID {
    package static func id(of segment: Segment.ID) -> String {
        "\(segment.stream.node)_\(digits(segment.closedMilliseconds))"
    }

    package static func name(of segment: Segment.ID, domain: String) -> String {
        "\(domain)_audit_log_\(segment.stream.source)_\(id(of: segment))"
    }

    /// The segment that an id of this instance stands for; whether there is one, the store knows.
    ///
    /// - Throws: `DocumentAuditError` with `invalidAuditLogID`.
    package static func segment(id: String, project: String, instance: String) throws -> Segment.ID {
        guard let segment = parse(id[...], project: project, instance: instance) else {
            throw DocumentAuditError(.invalidAuditLogID, "an audit log id is <node_id>_<milliseconds>")
        }
        return segment
    }

    /// The segment that a file name of this instance stands for.
    ///
    /// - Throws: `DocumentAuditError` with `invalidAuditLogName`, also for a name of another instance or domain.
    package static func segment(
        name: String, domain: String, project: String, instance: String
    ) throws -> Segment.ID {
        let prefix = "\(domain)_audit_log_\(instance)_"
        guard name.hasPrefix(prefix),
            let segment = parse(name.dropFirst(prefix.count), project: project, instance: instance)
        else {
            throw DocumentAuditError(
                .invalidAuditLogName,
                "an audit log name is <domain_id>_audit_log_<instance_id>_<node_id>_<milliseconds>"
            )
        }
        return segment
    }

    private static let digitCount = 13

    private static func digits(_ milliseconds: Int64) -> String {
        let text = String(milliseconds)
        return String(repeating: "0", count: max(0, digitCount - text.count)) + text
    }

    private static func parse(_ id: Substring, project: String, instance: String) -> Segment.ID? {
        guard let separator = id.lastIndex(of: "_") else {
            return nil
        }
        let node = id[..<separator]
        let time = id[id.index(after: separator)...]
        guard !node.isEmpty, node.utf8.allSatisfy(isLetterOrDigit), time.utf8.count == digitCount,
            time.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let milliseconds = Int64(time)
        else {
            return nil
        }
        let stream = Stream.audit(project: project, instance: instance, node: String(node))
        return Segment.ID(stream: stream, closedMilliseconds: milliseconds)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default:
            false
        }
    }
}
