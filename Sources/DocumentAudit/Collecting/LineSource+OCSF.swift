import Logbook

extension LineSource {
    /// An event of OCSF, as MongoDB 8 writes it: users are `db.name`, groups are roles written `db.role`; a command is
    /// `api.operation`, its namespace `api.request.uid`.
    /// https://www.mongodb.com/docs/manual/reference/audit-message/ocsf/
    ///
    /// The whole object is kept as `param`, for the schema has more than MongoDB's message has places for.
    func ocsfEvent() throws(ServerAuditLine.Problem) -> AuditEvent {
        guard let classID = tree["class_uid"]?.integer else { throw problem("class_uid is no whole number") }
        guard let milliseconds = tree["time"]?.integer, let time = Self.moment(milliseconds) else {
            throw problem("time is missing or no time")
        }
        let atype = tree["unmapped"]?["atype"]?.text ?? Self.name(ofClass: classID)
        let user = tree["actor"]?["user"] ?? tree["user"]
        let roles = (user?["groups"]?.elements ?? []).compactMap { $0["name"]?.text.map(Self.principal) }
        let place = namespace(
            tree["api"]?["request"]?["uid"]?.text ?? tree["unmapped"]?["ns"]?.text ?? tree["database"]?["name"]?.text
                ?? "")
        return AuditEvent(
            origin: .serverMessage, time: time, type: type(ofClass: classID), command: atype,
            database: place.database, collection: place.collection ?? tree["table"]?["name"]?.text,
            local: endpoint(tree["dst_endpoint"]), remote: endpoint(tree["src_endpoint"]),
            users: user?["name"]?.text.map { [Self.principal($0)] } ?? [], roles: roles, arguments: raw(tree),
            result: result)
    }

    private static func principal(_ name: String) -> AuditEvent.Principal {
        guard let dot = name.firstIndex(of: "."), dot != name.startIndex else {
            return AuditEvent.Principal(name: name, database: "")
        }
        return AuditEvent.Principal(name: String(name[name.index(after: dot)...]), database: String(name[..<dot]))
    }

    /// Messages of these classes have these names in MongoDB's own schema.
    private static func name(ofClass id: Int64) -> String {
        switch id {
        case 3002: "authenticate"
        case 6003: "authCheck"
        default: "ocsf.\(id)"
        }
    }

    /// Logins are class 3002; for API and datastore activities the command's name tells, else the activity.
    private func type(ofClass id: Int64) -> AuditEvent.OperationType {
        if id == 3002 { return .auth }
        let names = [tree["api"]?["operation"], tree["query_info"]?["name"]]
        if let command = names.compactMap({ $0?.text }).first {
            return CommandClass.of(command).types.leading ?? .command
        }
        switch (id, tree["activity_id"]?.integer) {
        case (6003, 1), (6005, 5): return .insert
        case (6003, 2), (6005, 1), (6005, 4): return .query
        case (6003, 3), (6005, 2): return .update
        case (6003, 4), (6005, 7): return .delete
        case (6005, 3): return .auth
        default: return .command
        }
    }

    /// The code where there is one, else 1 for a failure.
    private var result: Int32 {
        let codes = [
            tree["status_code"]?.text.flatMap { Int64($0) }, tree["status_code"]?.integer,
            tree["api"]?["response"]?["code"]?.integer,
        ]
        if let known = codes.compactMap(\.self).first { return code(known) }
        return tree["status_id"]?.integer == 2 ? 1 : 0
    }
}
