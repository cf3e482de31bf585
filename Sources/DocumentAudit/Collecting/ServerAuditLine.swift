package import Logbook

/// A line of an audit file that a database server wrote: MongoDB Enterprise and Percona Server write MongoDB's audit
/// messages, either may write OCSF.
///
/// What becomes of it is an event of the same stream as a node's own: a command where the server noted one, else a
/// message with its `param` as it stood. Nothing of `param` is changed or cut.
package struct ServerAuditLine: Sendable {
    /// Why a line is no audit message.
    package struct Problem: Error, Hashable, Sendable {
        /// The byte of the line at which reading stopped, from 1.
        package let column: Int
        package let reason: String

        init(column: Int, _ reason: String) {
            self.column = column
            self.reason = reason
        }
    }

    package let event: AuditEvent

    /// - Throws: `Problem`.
    package init(_ line: [UInt8]) throws(Problem) {
        let tree: JSONTree
        do throws(JSONTree.Malformed) {
            tree = try JSONTree(line)
        } catch {
            throw Problem(column: error.position + 1, "the line is no JSON")
        }
        guard tree.isObject else { throw Problem(column: 1, "the line is no object") }
        let source = LineSource(bytes: line, tree: tree)
        event =
            tree["class_uid"] == nil ? try source.mongoEvent().measured() : try source.ocsfEvent().measured()
    }
}

/// The parts of a line, on their way to an event.
struct LineSource {
    let bytes: [UInt8]
    let tree: JSONTree

    /// A value as it stands in the line.
    func raw(_ value: JSONTree?) -> String {
        value.map { String(decoding: bytes[$0.range], as: UTF8.self) } ?? "{}"
    }

    func problem(_ reason: String) -> ServerAuditLine.Problem {
        ServerAuditLine.Problem(column: 1, reason)
    }

    /// Result codes of servers fit 32 bits; what does not is an error all the same.
    func code(_ number: Int64) -> Int32 {
        Int32(exactly: number) ?? 1
    }

    func endpoint(_ value: JSONTree?) -> AuditEvent.Endpoint {
        if let path = value?["unix"]?.text {
            return AuditEvent.Endpoint(address: path.hasPrefix("/") ? path : "/" + path, port: 0)
        }
        return AuditEvent.Endpoint(
            address: value?["ip"]?.text ?? "",
            port: value?["port"]?.integer.flatMap(UInt16.init(exactly:)) ?? 0)
    }

    /// Database and collection of `db.collection`; a database alone, or `db.$cmd`, is about no collection.
    func namespace(_ text: String) -> (database: String, collection: String?) {
        guard let dot = text.firstIndex(of: ".") else { return (text, nil) }
        let collection = String(text[text.index(after: dot)...])
        return (String(text[..<dot]), collection.isEmpty || collection == "$cmd" ? nil : collection)
    }
}

extension LineSource {
    /// MongoDB's own message (`mongo` schema).
    func mongoEvent() throws(ServerAuditLine.Problem) -> AuditEvent {
        guard let atype = tree["atype"]?.text, !atype.isEmpty else { throw problem("atype is missing") }
        guard let time = tree["ts"].flatMap(time) else { throw problem("ts is missing or no time") }
        guard let result = tree["result"]?.integer else { throw problem("result is missing or no whole number") }
        let param = tree["param"]
        guard param == nil || param?.isObject == true else { throw problem("param is no object") }
        let command = atype == "authCheck" ? param?["command"]?.text : nil
        let place = namespace(param?["ns"]?.text ?? param?["db"]?.text ?? "")
        let isLogin = atype == "authenticate"
        return AuditEvent(
            origin: command != nil || isLogin ? .serverCommand : .serverMessage, time: time,
            type: isLogin || atype == "logout" ? .auth : command.map(type) ?? .command, command: command ?? atype,
            database: place.database, collection: place.collection, local: endpoint(tree["local"]),
            remote: endpoint(tree["remote"]), users: principals(tree["users"], "user"),
            roles: principals(tree["roles"], "role"), arguments: raw(command == nil ? param : param?["args"]),
            result: code(result))
    }

    private func type(of command: String) -> AuditEvent.OperationType {
        CommandClass.of(command).types.leading ?? .command
    }

    private func principals(_ value: JSONTree?, _ name: String) -> [AuditEvent.Principal] {
        (value?.elements ?? []).compactMap { element in
            element[name]?.text.map { AuditEvent.Principal(name: $0, database: element["db"]?.text ?? "") }
        }
    }

    /// `{"$date":"2026-11-21T07:29:08.119+08:00"}`, or with milliseconds since 1970 in one of two forms.
    private func time(_ value: JSONTree) -> Timestamp? {
        guard let date = value["$date"] else { return nil }
        if let milliseconds = date.integer ?? date["$numberLong"]?.text.flatMap({ Int64($0) }) {
            return Self.moment(milliseconds)
        }
        return date.text.flatMap { Self.time(of: $0) }
    }

    /// Years 0 to 9999, as a line can have them.
    static func moment(_ milliseconds: Int64) -> Timestamp? {
        guard (-62_167_219_200_000...253_402_300_799_999).contains(milliseconds) else { return nil }
        return Timestamp(milliseconds: milliseconds)
    }

    /// Servers write offsets with and without a colon.
    static func time(of text: String) -> Timestamp? {
        let reader = TimeReader(now: Timestamp(seconds: 0))
        guard text.contains("T"), !text.hasPrefix("-") else { return nil }
        if let time = try? reader.time(text) { return time }
        guard text.utf8.count > 5 else { return nil }
        let place = text.index(text.endIndex, offsetBy: -2)
        return try? reader.time(text[..<place] + ":" + text[place...])
    }
}
