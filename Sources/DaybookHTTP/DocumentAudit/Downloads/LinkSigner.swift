internal import DocumentAudit
internal import Identity
internal import Logbook

/// Signs links to files of an instance, so that whoever has one can fetch the file for a while, and no other.
struct LinkSigner: Sendable {
    /// What a link says beside the file that it leads to.
    struct Ticket {
        /// Seconds since 1970.
        var expires: Int64
        /// Who the link was made for.
        var holder: AuditEvent.Principal
    }

    private let signer: TextSigner

    init(_ master: MasterKey) {
        signer = TextSigner(master, purpose: "daybook links 2")
    }

    /// The query of a link.
    func query(of file: LinkedFile, _ ticket: Ticket) -> String {
        "expires=\(ticket.expires)&user=\(Self.encoded(ticket.holder.name))"
            + "&domain=\(Self.encoded(ticket.holder.database))&signature="
            + signer.signature(of: Self.text(of: file, ticket))
    }

    /// - Throws: `ControlError` with `linkRefused` for a link that this server has not made, or not lately.
    func ticket(in query: QueryItems, of file: LinkedFile?, now: Timestamp) throws -> Ticket {
        guard let file, let expires = query["expires"].flatMap({ Int64($0) }), let signature = query["signature"],
            let user = query["user"], let domain = query["domain"]
        else { throw Self.unknown }
        let ticket = Ticket(expires: expires, holder: AuditEvent.Principal(name: user, database: domain))
        guard signer.accepts(signature, of: Self.text(of: file, ticket)) else { throw Self.unknown }
        guard now.seconds < expires else {
            throw ControlError(.linkRefused, "the link has expired, ask for a new one")
        }
        return ticket
    }

    private static let unknown = ControlError(.linkRefused, "the link is not one that this server made")

    /// No part can hold a line feed, and files of one kind have as many parts as those of no other: no two links have
    /// the same text.
    private static func text(of file: LinkedFile, _ ticket: Ticket) -> String {
        (file.parts + [String(ticket.expires), encoded(ticket.holder.name), encoded(ticket.holder.database)])
            .joined(separator: "\n")
    }

    private static func encoded(_ text: String) -> String { PercentEncoding.encode(text.utf8) }
}

/// The file that a link leads to, as it is signed.
struct LinkedFile {
    fileprivate let parts: [String]

    /// An audit log.
    init(_ segment: Segment.ID) {
        let stream = segment.stream
        parts = [stream.project, stream.source, stream.node, String(segment.closedMilliseconds)]
    }

    /// A file of the slow or the error log, with all that its bytes depend on.
    init(_ file: EventLogFile) {
        let stream = file.stream
        parts = [
            stream.project, stream.source, file.name.text, file.form.text, String(file.last), String(file.byteCount),
        ]
    }
}
