internal import Identity
internal import Logbook

/// Signs links to audit log files, so that whoever has one can fetch the file for a while, and no other.
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
    func query(of segment: Segment.ID, _ ticket: Ticket) -> String {
        "expires=\(ticket.expires)&user=\(Self.encoded(ticket.holder.name))"
            + "&domain=\(Self.encoded(ticket.holder.database))&signature="
            + signer.signature(of: Self.text(of: segment, ticket))
    }

    /// - Returns: `nil` for a link that this server has not made.
    func ticket(in query: QueryItems, of segment: Segment.ID) -> Ticket? {
        guard let expires = query["expires"].flatMap({ Int64($0) }), let signature = query["signature"],
            let user = query["user"], let domain = query["domain"]
        else { return nil }
        let ticket = Ticket(expires: expires, holder: AuditEvent.Principal(name: user, database: domain))
        return signer.accepts(signature, of: Self.text(of: segment, ticket)) ? ticket : nil
    }

    /// No part can hold a line feed, so no two links have the same text.
    private static func text(of segment: Segment.ID, _ ticket: Ticket) -> String {
        let stream = segment.stream
        return [
            stream.project, stream.source, stream.node, String(segment.closedMilliseconds), String(ticket.expires),
            encoded(ticket.holder.name), encoded(ticket.holder.database),
        ].joined(separator: "\n")
    }

    private static func encoded(_ text: String) -> String { PercentEncoding.encode(text.utf8) }
}
