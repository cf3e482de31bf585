internal import DocumentAudit
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Logbook

/// `POST /v3/{project_id}/instances/{instance_id}/slowlog-download` and `…/errorlog-download`: the two logs as files,
/// and the download that their links lead to.
struct EventLogFileRoutes {
    let instances: InstanceLookup
    let repository: any DocumentAuditRepository
    let store: any LogStore
    let exports: EventLogExports
    let signer: LinkSigner
    let recorder: FileAccessRecorder
    let time: TimeSource

    private static let downloadPath = "/daybook/v1/event-logs"

    var endpoints: [Endpoint] {
        [
            Endpoint(.post, "/v3/{project_id}/instances/{instance_id}/slowlog-download", access: .project) {
                try await makeLinks(.slow, $0)
            },
            Endpoint(.post, "/v3/{project_id}/instances/{instance_id}/errorlog-download", access: .project) {
                try await makeLinks(.error, $0)
            },
            Endpoint(
                .get, "/daybook/v1/event-logs/{project_id}/{instance_id}/{file_name}", access: .open, handle: download),
        ]
    }

    private func makeLinks(_ kind: EventLogName.Kind, _ request: ControlRequest) async throws -> Response {
        let instance = try await instances.instance(of: request)
        let wish = try EventLogWish(request, kind, of: instance, now: time.now())
        let form = EventLogForm(kind, try await repository.settings(of: instance.id))
        var orders: [EventLogExports.Order] = []
        for (node, name) in wish.files {
            let stream = Stream.audit(project: instance.project, instance: instance.id, node: node.id)
            let order =
                name.map { EventLogExports.Order(name: $0, stream: stream, form: form) }
                ?? exports.current(kind, of: stream, form)
                ?? EventLogExports.Order(
                    name: EventLogName(kind, of: node.id, domain: instance.domain, upTo: time.now()), stream: stream,
                    form: form)
            try exports.begin(order, of: node, isCurrent: name == nil, logger: request.logger)
            orders.append(order)
        }
        await exports.wait(for: orders, atMost: Limits.eventLogFilePatience)
        let states = exports.collect(orders)
        let holder = request.requireCaller().principal
        let made = states.compactMap { state in
            if case .made(let file) = state { (name: file.name.text, stream: file.stream) } else { nil }
        }
        if !made.isEmpty {
            try await recorder.record(.eventLogLink, to: made, by: holder, for: request)
        }
        let rows = zip(wish.files, zip(orders, states)).map { file, exported in
            row(exported.0, exported.1, of: file.node, for: holder, baseURL: request.baseURL)
        }
        return .json(EventLogFileList(rows))
    }

    private func row(
        _ order: EventLogExports.Order, _ state: EventLogExports.State, of node: DocumentNode,
        for holder: AuditEvent.Principal, baseURL: String
    ) -> EventLogFileRow {
        let now = time.now()
        var row = EventLogFileRow(nodeName: node.name, fileName: order.name.text, updated: now.milliseconds)
        switch state {
        case .making: row.status = .exporting
        case .failed: row.status = .failed
        case .made(let file):
            let ticket = LinkSigner.Ticket(
                expires: now.advanced(by: Limits.eventLogLinkLifetime).seconds, holder: holder)
            row.size = String((file.byteCount + 1_023) / 1_024)
            row.byteCount = file.byteCount
            row.link =
                "\(baseURL)\(Self.downloadPath)/\(file.stream.project)/\(file.stream.source)/\(file.name.text)"
                + "?form=\(file.form.text)&last=\(file.last)&bytes=\(file.byteCount)"
                + "&\(signer.query(of: LinkedFile(file), ticket))"
        }
        return row
    }

    /// Needs nothing but the link.
    @Sendable private func download(_ request: ControlRequest) async throws -> Response {
        let instance = try await repository.instance(
            request.parameter("instance_id"), in: request.parameter("project_id"))
        let linked = instance.flatMap { Self.file(of: request, in: $0) }
        let ticket = try signer.ticket(in: request.query, of: linked.map(LinkedFile.init), now: time.now())
        guard let instance, let linked else { preconditionFailure("there is no ticket for no file") }
        guard linked.form == EventLogForm(linked.name.kind, try await repository.settings(of: instance.id)) else {
            throw ControlError(.objectUnknown, "the settings of this log have changed, ask for a new link")
        }
        let file = linked.download(of: instance.node(linked.name.node), from: store, logger: request.logger)
        let answer = try file.answer(
            range: request.head.headerFields[.range], ifRange: request.head.headerFields[.ifRange])
        if request.head.method != .head {
            try await recorder.record(
                .eventLogDownload, to: [(linked.name.text, linked.stream)], by: ticket.holder, for: request)
        }
        return answer
    }

    /// What a link says that it leads to; `nil` when that is nothing of the instance.
    private static func file(of request: ControlRequest, in instance: DocumentInstance) -> EventLogFile? {
        let text = request.parameter("file_name")
        let names = EventLogName.Kind.allCases.compactMap {
            try? EventLogName(text: text, $0, domain: instance.domain)
        }
        guard let name = names.first, instance.nodes.contains(where: { $0.id == name.node }),
            let form = request.query["form"].flatMap(EventLogForm.init(text:)),
            let last = request.query["last"].flatMap({ UInt64($0) }),
            let byteCount = request.query["bytes"].flatMap({ Int($0) })
        else { return nil }
        let stream = Stream.audit(project: instance.project, instance: instance.id, node: name.node)
        return EventLogFile(name: name, stream: stream, form: form, last: last, byteCount: byteCount)
    }
}
