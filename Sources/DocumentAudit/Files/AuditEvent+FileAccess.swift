package import Logbook

extension AuditEvent {
    /// What somebody does with files of a node: audit logs, and those of its slow and error log.
    package enum FileAccess: String, Hashable, Sendable {
        /// Links were made, by which whoever has one may fetch a file.
        case link = "auditLink"
        /// A file was fetched, or a part of it; `users` has who the link was made for.
        case download = "auditDownload"
        case delete = "auditDelete"
        /// As `link`, to a file of the slow or the error log.
        case eventLogLink = "eventLogLink"
        /// As `download`, of a file of the slow or the error log.
        case eventLogDownload = "eventLogDownload"
    }

    /// What the log of a node tells of an access to its files.
    ///
    /// - Parameter files: ids of audit logs, or names of the others.
    package static func fileAccess(
        _ access: FileAccess, to files: [String], by user: Principal, at remote: Endpoint, time: Timestamp
    ) -> AuditEvent {
        var text: [UInt8] = []
        text.raw("{\"files\":[")
        for (index, file) in files.enumerated() {
            text.raw(index == 0 ? "" : ",")
            text.string(file)
        }
        text.raw("]}")
        return AuditEvent(
            origin: .daybook, time: time, type: .command, command: access.rawValue, database: "", collection: nil,
            local: .unknown, remote: remote, users: [user], roles: [],
            arguments: String(decoding: text, as: UTF8.self), result: 0
        ).measured()
    }
}
