import Logbook

extension AuditLine {
    static func write(_ event: AuditEvent, to sink: inout some LineSink) {
        let isMessage = event.origin.isMessage
        let isLogin = !isMessage && CommandClass.isLogin(event.command)
        sink.raw("{\"atype\":")
        sink.string(isMessage ? event.command : isLogin ? "authenticate" : "authCheck")
        sink.raw(",\"ts\":")
        sink.date(event.time)
        sink.raw(",\"local\":")
        write(event.local, to: &sink)
        sink.raw(",\"remote\":")
        write(event.remote, to: &sink)
        sink.raw(",\"users\":")
        write(event.users, as: "user", to: &sink)
        sink.raw(",\"roles\":")
        write(event.roles, as: "role", to: &sink)
        sink.raw(",\"param\":")
        if isMessage || isLogin {
            // Who wanted to log in where and by which mechanism, as in MongoDB's own message.
            sink.raw(event.arguments)
        } else {
            sink.raw("{\"command\":")
            sink.string(event.command)
            sink.raw(",\"ns\":")
            sink.namespace(event.database, event.collection)
            sink.raw(",\"args\":")
            sink.raw(event.arguments)
            sink.raw("}")
        }
        sink.raw(",\"result\":")
        sink.number(event.result)
        sink.raw(",\"daybook\":")
        writeAdditions(event, to: &sink)
        sink.raw("}\n")
    }

    static func writeAdditions(_ event: AuditEvent, to sink: inout some LineSink) {
        sink.raw("{\"type\":")
        sink.string(event.type.name)
        guard event.origin == .node else {
            // What only a node can know is left out: a 0 would claim to be known.
            field("origin", event.origin == .daybook ? "daybook" : "server", to: &sink)
            sink.raw("}")
            return
        }
        if CommandClass.isLogin(event.command) {
            sink.raw(",\"command\":")
            sink.string(event.command)
        }
        field("durationMicros", event.durationMicroseconds, to: &sink)
        field("connection", event.connectionID, to: &sink)
        field("requestId", event.requestID, to: &sink)
        field("application", event.application, to: &sink)
        field("driver", event.driver, to: &sink)
        field("session", event.session, to: &sink)
        if let transaction = event.transaction {
            field("transaction", transaction, to: &sink)
        }
        field("documentsReturned", event.documentsReturned, to: &sink)
        field("documentsWritten", event.documentsWritten, to: &sink)
        field("requestBytes", event.requestByteCount, to: &sink)
        field("replyBytes", event.replyByteCount, to: &sink)
        sink.raw(event.result == AuditEvent.unansweredResult ? ",\"answered\":false}" : ",\"answered\":true}")
    }

    @inline(__always)
    private static func field(_ name: String, _ value: some BinaryInteger, to sink: inout some LineSink) {
        key(name, to: &sink)
        sink.number(value)
    }

    @inline(__always)
    private static func field(_ name: String, _ value: String?, to sink: inout some LineSink) {
        guard let value else {
            return
        }
        key(name, to: &sink)
        sink.string(value)
    }

    @inline(__always)
    private static func key(_ name: String, to sink: inout some LineSink) {
        sink.raw(",\"")
        sink.raw(name)
        sink.raw("\":")
    }

    private static func write(_ endpoint: AuditEvent.Endpoint, to sink: inout some LineSink) {
        if endpoint == .unknown {
            sink.raw("{")
        } else if endpoint.port == 0, endpoint.address.hasPrefix("/") {
            sink.raw("{\"unix\":")
            sink.string(endpoint.address)
        } else {
            sink.raw("{\"ip\":")
            sink.string(endpoint.address)
            sink.raw(",\"port\":")
            sink.number(endpoint.port)
        }
        sink.raw("}")
    }

    private static func write(
        _ principals: [AuditEvent.Principal], as name: String, to sink: inout some LineSink
    ) {
        sink.raw("[")
        for (index, principal) in principals.enumerated() {
            sink.raw(index == 0 ? "{\"" : ",{\"")
            sink.raw(name)
            sink.raw("\":")
            sink.string(principal.name)
            sink.raw(",\"db\":")
            sink.string(principal.database)
            sink.raw("}")
        }
        sink.raw("]")
    }
}
