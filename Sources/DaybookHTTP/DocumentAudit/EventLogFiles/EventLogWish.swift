internal import DocumentAudit
internal import Logbook

/// The body of a request for files of the slow or the error log: names, nodes, or nothing, which is all nodes.
struct EventLogWish {
    /// The nodes, with the name that is asked for; without one the file is to be made of the log as it is now.
    let files: [(node: DocumentNode, name: EventLogName?)]

    private struct Body: Decodable {
        var names: [String]?
        var nodes: [String]?

        enum CodingKeys: String, CodingKey {
            case names = "file_name_list"
            case nodes = "node_id_list"
        }
    }

    /// - Throws: `ControlError` with `parameterError` or `nodeUnknown`, `DocumentAuditError` for what is no name.
    init(
        _ request: ControlRequest, _ kind: EventLogName.Kind, of instance: DocumentInstance, now: Timestamp
    ) throws {
        let body = request.body.isEmpty ? Body() : try request.decode(Body.self, orElse: LogPageBody.refusal)
        let wanted = Set(body.nodes ?? [])
        let nodes = instance.nodes.filter { wanted.isEmpty || wanted.contains($0.id) }
        guard wanted.isSubset(of: nodes.map(\.id)) else { throw ControlError(.nodeUnknown, .nodeUnknown) }
        guard let names = body.names, !names.isEmpty else {
            files = nodes.map { ($0, nil) }
            return
        }
        guard names.count <= Limits.eventLogNameCountMaximum else {
            throw LogPageBody.refusal("file_name_list may hold \(Limits.eventLogNameCountMaximum) names.")
        }
        files = try names.map { text in
            let name = try EventLogName(text: text, kind, domain: instance.domain)
            let times = now.advanced(by: .zero - Limits.eventLogAge)...now
            guard let node = nodes.first(where: { $0.id == name.node }), times.contains(name.end) else {
                throw ControlError(
                    .parameterError,
                    .parameterError("The file \(text) does not exist.", "文件\(text)不存在。"))
            }
            return (node, name)
        }
    }
}

/// One file of the answer.
struct EventLogFileRow: Encodable {
    enum Status: String, Encodable {
        case success = "SUCCESS"
        case exporting = "EXPORTING"
        case failed = "FAILED"
    }

    var nodeName: String
    var fileName: String
    var status = Status.success
    /// Whole kilobytes (1,024 bytes), as text; the last one counts whole.
    var size: String?
    /// The same exactly, which the contract has no word for.
    var byteCount: Int?
    var link: String?
    /// Milliseconds since 1970.
    var updated: Int64

    enum CodingKeys: String, CodingKey {
        case status
        case nodeName = "node_name"
        case fileName = "file_name"
        case size = "file_size"
        case byteCount = "file_bytes"
        case link = "file_link"
        case updated = "update_at"
    }
}

struct EventLogFileList: Encodable {
    let list: [EventLogFileRow]
    let status: String
    let count: Int

    init(_ rows: [EventLogFileRow]) {
        list = rows
        count = rows.count
        status =
            if rows.contains(where: { $0.status == .exporting }) {
                "CREATING"
            } else if rows.contains(where: { $0.status == .failed }) {
                "FAILED"
            } else {
                "FINISH"
            }
    }
}
