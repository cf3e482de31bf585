/// How a record of an audit log is called outside: `<node id>-<sequence number>`, its place in the log of its node, the
/// same whichever way it is read.
package struct AuditRecordID: Hashable, Sendable {
    package let node: String
    package let sequence: UInt64

    package init(node: String, sequence: UInt64) {
        self.node = node
        self.sequence = sequence
    }

    /// `nil` for a text that is no such name.
    package init?(text: String) {
        guard let dash = text.lastIndex(of: "-"), dash > text.startIndex,
            let sequence = UInt64(text[text.index(after: dash)...]), sequence > 0
        else { return nil }
        self.init(node: String(text[..<dash]), sequence: sequence)
        // Numbers have more than one way to be written; a name has one.
        guard self.text == text else { return nil }
    }

    package var text: String { "\(node)-\(sequence)" }
}
