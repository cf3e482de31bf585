package import Logbook

extension AuditEvent {
    /// What the file of a node tells of a change of its instance's settings: all of them, before and after.
    package static func settingsChange(
        from old: InstanceSettings, to new: InstanceSettings, by user: Principal, at remote: Endpoint, time: Timestamp
    ) -> AuditEvent {
        var text: [UInt8] = []
        text.raw("{\"from\":")
        old.write(to: &text)
        text.raw(",\"to\":")
        new.write(to: &text)
        text.raw("}")
        return AuditEvent(
            origin: .daybook, time: time, type: .command, command: "settingsConfigure", database: "", collection: nil,
            local: .unknown, remote: remote, users: [user], roles: [],
            arguments: String(decoding: text, as: UTF8.self), result: 0
        ).measured()
    }
}

extension InstanceSettings {
    fileprivate func write(to sink: inout some LineSink) {
        sink.raw("{\"masked_fields\":[")
        for (index, field) in maskedFields.enumerated() {
            sink.raw(index == 0 ? "" : ",")
            sink.string(field)
        }
        sink.raw("],\"slow_milliseconds\":\(slowMilliseconds),\"desensitization\":\(hidesSlowLiterals)")
        if let logTarget {
            sink.raw(",\"lts_group_id\":")
            sink.string(logTarget.group)
            sink.raw(",\"lts_stream_id\":")
            sink.string(logTarget.stream)
        }
        sink.raw("}")
    }
}
