internal import Identity
internal import Logbook

/// Signs links to audit log files, so that whoever has one can fetch the file for a while, and no other.
struct LinkSigner: Sendable {
    private let signer: TextSigner

    init(_ master: MasterKey) {
        signer = TextSigner(master, purpose: "daybook links 1")
    }

    func signature(of segment: Segment.ID, expires: Int64) -> String {
        signer.signature(of: Self.text(of: segment, expires: expires))
    }

    func accepts(_ signature: String, of segment: Segment.ID, expires: Int64) -> Bool {
        signer.accepts(signature, of: Self.text(of: segment, expires: expires))
    }

    /// No part can hold a line feed, so no two links have the same text.
    private static func text(of segment: Segment.ID, expires: Int64) -> String {
        let stream = segment.stream
        return [
            stream.project, stream.source, stream.node, String(segment.closedMilliseconds), String(expires),
        ].joined(separator: "\n")
    }
}
