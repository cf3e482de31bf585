package import Logbook

/// Records of a node as lines of OCSF (Open Cybersecurity Schema Framework) 1.3: an event is a *Datastore Activity*
/// (class 6005), a loss window a *Base Event* of high severity.
///
/// `docs/formats/audit-log-ocsf.md` has every attribute. https://schema.ocsf.io/1.3.0/classes/datastore_activity
package enum OCSFLine {
    static let schemaVersion = "1.3.0"

    /// Appends a record of a stream as one object and a line feed.
    package static func append(_ record: StoredRecord, of stream: Stream, to bytes: inout [UInt8]) {
        switch record.record {
        case .audit(let event): write(event, of: stream, sequence: record.sequence, to: &bytes)
        case .loss(let window): write(window, of: stream, sequence: record.sequence, to: &bytes)
        case .access: preconditionFailure("an audit log holds no access records")
        }
        bytes.write(UInt8(ascii: "\n"))
    }

    /// A kind of activity in class 6005.
    struct Activity: Hashable {
        var id: Int
        var name: String
    }

    /// What the schema calls the operation. What it has no name for is "Other" (99), with a name of our own.
    static func activity(of event: AuditEvent) -> Activity {
        guard !event.origin.isMessage else { return Activity(id: 99, name: event.command) }
        switch (event.type, event.command) {
        case (.auth, _): return Activity(id: 3, name: "Connect")
        case (.insert, _): return Activity(id: 5, name: "Write")
        case (.update, _): return Activity(id: 2, name: "Update")
        case (.delete, _), (.command, "drop"), (.command, "dropDatabase"): return Activity(id: 7, name: "Delete")
        case (.query, "getMore"): return Activity(id: 1, name: "Read")
        case (.query, _): return Activity(id: 4, name: "Query")
        case (.command, "create"): return Activity(id: 6, name: "Create")
        case (.command, let name): return Activity(id: 99, name: name)
        }
    }

    private static func write(
        _ event: AuditEvent, of stream: Stream, sequence: UInt64, to sink: inout some LineSink
    ) {
        let activity = activity(of: event)
        sink.raw("{\"class_uid\":6005,\"class_name\":\"Datastore Activity\",\"category_uid\":6,")
        sink.raw("\"category_name\":\"Application Activity\",\"activity_id\":\(activity.id),\"activity_name\":")
        sink.string(activity.name)
        sink.raw(",\"type_uid\":\(600_500 + activity.id),\"type_name\":")
        sink.string("Datastore Activity: \(activity.name)")
        sink.raw(",\"time\":\(event.time.milliseconds)")
        if event.origin == .node {
            let end = event.time.advanced(by: .microseconds(event.durationMicroseconds))
            sink.raw(",\"end_time\":\(end.milliseconds),\"duration\":\(event.durationMicroseconds / 1_000)")
        }
        sink.raw(",\"severity_id\":1,\"severity\":\"Informational\"")
        writeStatus(of: event.result, to: &sink)
        writeMetadata(of: stream, sequence: sequence, to: &sink)
        writeActor(of: event, to: &sink)
        write(event.remote, as: "src_endpoint", to: &sink)
        write(event.local, as: "dst_endpoint", to: &sink)
        writeTarget(of: event, in: stream, to: &sink)
        sink.raw(",\"query_info\":{\"name\":")
        sink.string(event.command)
        sink.raw(",\"query_string\":")
        sink.string(event.arguments)
        sink.raw("},\"unmapped\":")
        AuditLine.writeAdditions(event, to: &sink)
        sink.raw("}")
    }

    private static func writeStatus(of result: Int32, to sink: inout some LineSink) {
        switch result {
        case 0: sink.raw(",\"status_id\":1,\"status\":\"Success\"")
        case AuditEvent.unansweredResult: sink.raw(",\"status_id\":0,\"status\":\"Unknown\"")
        default: sink.raw(",\"status_id\":2,\"status\":\"Failure\"")
        }
        sink.raw(",\"status_code\":\"\(result)\"")
    }

    /// The uid is the place of the record in its log, so that nobody counts it twice.
    private static func writeMetadata(of stream: Stream, sequence: UInt64, to sink: inout some LineSink) {
        sink.raw(",\"metadata\":{\"version\":\"\(schemaVersion)\",")
        sink.raw("\"product\":{\"name\":\"Daybook\",\"vendor_name\":\"Daybook\"},\"log_name\":\"audit\",\"uid\":")
        sink.string(AuditRecordID(node: stream.node, sequence: sequence).text)
        sink.raw("}")
    }

    /// The first user stands in `user`. An actor without one is known by its program, or as unknown.
    private static func writeActor(of event: AuditEvent, to sink: inout some LineSink) {
        sink.raw(",\"actor\":{\"app_name\":")
        sink.string(event.application ?? event.driver ?? "unknown")
        if let user = event.users.first {
            sink.raw(",\"user\":{\"name\":")
            sink.string(user.name)
            sink.raw(",\"domain\":")
            sink.string(user.database)
            sink.raw(",\"type_id\":1,\"type\":\"User\",\"groups\":[")
            for (index, role) in event.roles.enumerated() {
                sink.raw(index == 0 ? "{\"name\":" : ",{\"name\":")
                sink.string("\(role.database).\(role.name)")
                sink.raw("}")
            }
            sink.raw("]}")
        }
        if let session = event.session {
            sink.raw(",\"session\":{\"uid\":")
            sink.string(session)
            sink.raw("}")
        }
        sink.raw("}")
    }

    private static func write(_ endpoint: AuditEvent.Endpoint, as name: String, to sink: inout some LineSink) {
        sink.raw(",\"\(name)\":{")
        if endpoint == .unknown {
            sink.raw("\"name\":\"unknown\"}")
        } else if endpoint.port == 0, endpoint.address.hasPrefix("/") {
            sink.raw("\"name\":")
            sink.string(endpoint.address)
            sink.raw("}")
        } else {
            sink.raw("\"ip\":")
            sink.string(endpoint.address)
            sink.raw(",\"port\":\(endpoint.port)}")
        }
    }

    private static func writeTarget(of event: AuditEvent, in stream: Stream, to sink: inout some LineSink) {
        sink.raw(",\"database\":{\"uid\":")
        sink.string(stream.source)
        if !event.database.isEmpty {
            sink.raw(",\"name\":")
            sink.string(event.database)
        }
        sink.raw(",\"type_id\":6,\"type\":\"NoSQL\"}")
        guard let collection = event.collection else {
            sink.raw(",\"type_id\":1,\"type\":\"Database\"")
            return
        }
        sink.raw(",\"table\":{\"name\":")
        sink.string(collection)
        sink.raw("},\"type_id\":3,\"type\":\"Table\"")
    }

    private static func write(
        _ window: LossWindow, of stream: Stream, sequence: UInt64, to sink: inout some LineSink
    ) {
        sink.raw(
            "{\"class_uid\":0,\"class_name\":\"Base Event\",\"category_uid\":0,\"category_name\":\"Uncategorized\",")
        sink.raw("\"activity_id\":99,\"activity_name\":\"recordsLost\",\"type_uid\":99,")
        sink.raw("\"type_name\":\"Base Event: Other\",\"time\":\(window.start.milliseconds),")
        sink.raw("\"start_time\":\(window.start.milliseconds),\"end_time\":\(window.end.milliseconds),")
        sink.raw("\"count\":\(window.maximumCount),\"severity_id\":4,\"severity\":\"High\",\"message\":")
        sink.string("up to \(window.maximumCount) records are missing")
        sink.raw(",\"status_detail\":")
        sink.string(AuditLine.name(of: window.reason))
        writeMetadata(of: stream, sequence: sequence, to: &sink)
        sink.raw("}")
    }
}
