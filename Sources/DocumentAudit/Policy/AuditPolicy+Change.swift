package import Logbook

extension AuditEvent {
    /// What the file of a node tells of a change of its instance's audit policy, in the shape of MongoDB's own message
    /// `auditConfigure`: the policy before and after, and who asked for it from where.
    ///
    /// - Parameter deletesFiles: whether the files that there are go with the change.
    package static func policyChange(
        from old: AuditPolicy, to new: AuditPolicy, deletesFiles: Bool, by user: Principal, at remote: Endpoint,
        time: Timestamp
    ) -> AuditEvent {
        var text: [UInt8] = []
        text.raw("{\"from\":")
        old.write(to: &text)
        text.raw(",\"to\":")
        new.write(to: &text)
        text.raw(",\"deletesFiles\":\(deletesFiles)}")
        return AuditEvent(
            origin: .daybook, time: time, type: .command, command: "auditConfigure", database: "", collection: nil,
            local: .unknown, remote: remote, users: [user], roles: [],
            arguments: String(decoding: text, as: UTF8.self), result: 0
        ).measured()
    }
}

extension AuditPolicy {
    /// With the names and values of the API.
    fileprivate func write(to sink: inout some LineSink) {
        sink.raw("{\"keep_days\":")
        sink.number(keepDays)
        sink.raw(",\"audit_scope\":")
        sink.string(scope)
        sink.raw(",\"audit_types\":[")
        for (index, type) in types.enumerated() {
            sink.raw(index == 0 ? "" : ",")
            sink.string(type.name)
        }
        sink.raw("]}")
    }
}
