package import Logbook

/// The state of a log: how many entries it has, and the root over them. As text it is a note of
/// [C2SP tlog-checkpoint](https://c2sp.org/tlog-checkpoint).
package struct Checkpoint: Hashable, Sendable {
    /// Which log it is; also the name of the key that signs.
    package let origin: String
    package let count: Int
    package let root: Fingerprint

    package init(origin: String, count: Int, root: Fingerprint) {
        self.origin = origin
        self.count = count
        self.root = root
    }

    /// What is signed: origin, count and root, a line each.
    package var text: String {
        "\(origin)\n\(count)\n\(Base64Text.encode(root.bytes))\n"
    }

    package func signed(with key: NoteKey) -> SignedNote {
        key.sign(text, name: origin)
    }

    /// Reads the text of a note. Lines that follow are passed over, as the specification demands.
    ///
    /// - Throws: `malformed`.
    package init(text: String) throws(EvidenceError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.last == "", lines.dropLast().allSatisfy({ !$0.isEmpty }),
            let count = Int(lines[1]), count >= 0, String(count) == lines[1],
            let root = Base64Text.decode(lines[2]).flatMap({ Fingerprint($0) })
        else { throw EvidenceError(.malformed, "the note is no checkpoint: origin, count and root, a line each") }
        self.init(origin: String(lines[0]), count: count, root: root)
    }
}
