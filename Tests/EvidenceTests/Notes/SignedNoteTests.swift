import Evidence
import Logbook
import Testing

struct SignedNoteTests {
    /// The example of the package that the specification comes from, `golang.org/x/mod/sumdb/note`.
    private let publishedKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    private let publishedNote = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

        """

    /// The key pair of RFC 8032 section 7.1, test 1.
    private let key: NoteKey
    private let name = "daybook/0123456789abcdef"

    init() throws {
        key = try NoteKey(
            bytes: PublishedTrees.bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    }

    @Test
    func `the published note is signed with the published key, and reads back as it was`() throws {
        let verifier = try NoteVerifier(publishedKey)
        let note = try SignedNote(publishedNote)
        try verifier.verify(note)
        #expect(verifier.description == publishedKey)
        #expect(note.description == publishedNote)
        #expect(note.text.hasSuffix("your problem is.\n"))
    }

    @Test
    func `a checkpoint has these bytes`() throws {
        let root = try #require(Fingerprint(PublishedTrees.bytes(PublishedTrees.roots[7])))
        let note = Checkpoint(origin: name, count: 8, root: root).signed(with: key)
        #expect(
            note.description.hasPrefix(
                "daybook/0123456789abcdef\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n— "))
        let verifier = key.verifier(name: name)
        try verifier.verify(note)
        #expect(try SignedNote(note.description) == note)
        #expect(try Checkpoint(text: note.text) == Checkpoint(origin: name, count: 8, root: root))
        #expect(
            verifier.description
                == "daybook/0123456789abcdef+5ab3b264+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea")
        #expect(
            note.description.hasSuffix(
                "abcdef WrOyZHA1+x+UORQUUwUlXuEEy+owo/R6Q3o6oMT6vLbrmmeqchbxYwZQ2Pg4Rhzd5RpB1MvoLOZzPjEVm/QlIpDqawE=\n")
        )
    }

    @Test
    func `whatever bit of a checkpoint is changed, it is not the one that was signed`() throws {
        let root = TreeHasher.leaf([1, 2, 3])
        let bytes = Array(Checkpoint(origin: name, count: 1_234, root: root).signed(with: key).description.utf8)
        let verifier = key.verifier(name: name)
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << UInt8(bit)
                guard let text = String(validating: changed, as: UTF8.self) else { continue }
                #expect(throws: EvidenceError.self, "bit \(bit) of byte \(position)") {
                    try verifier.verify(SignedNote(text))
                }
            }
        }
    }

    @Test
    func `signatures of others do not matter, a wrong one of our own does`() throws {
        let text = "a\n1\n\(String(repeating: "A", count: 43))=\n"
        let own = key.sign(text, name: name)
        let other = NoteKey.random().sign(text, name: name)
        let verifier = key.verifier(name: name)
        try verifier.verify(SignedNote(text: text, signatures: other.signatures + own.signatures))
        #expect(throws: EvidenceError(.notSigned, "")) { try verifier.verify(other) }
        #expect(throws: EvidenceError(.notSigned, "")) { try verifier.verify(key.sign(text, name: "another")) }
        let wrong = key.sign("b\n", name: name)
        #expect(throws: EvidenceError(.notSigned, "")) {
            try verifier.verify(SignedNote(text: text, signatures: own.signatures + wrong.signatures))
        }
    }

    @Test(arguments: [
        "", "\n", "\n\n", "a", "a\n", "a\n\n", "a\n\n\n", "a\n\nb\n", "a\n\n— n\n", "a\n\n— n AAAA\n",
        "a\n\n— n AAAAAAA\n", "a\n\n— n AAAAAAA= \n", "a\n\n—  AAAAAAA=\n", "a\n\n— n+ AAAAAAA=\n",
        "a\n\n- n AAAAAAA=\n",
        "a\n\n— n AAAAAAB=\n", "a\n\n— n AAAAAAA=", "a\r\n\n— n AAAAAAA=\n", "a\n\n— n AAAAAAA=\n— n\n",
    ])
    func `what is no signed note is refused`(text: String) {
        #expect(throws: EvidenceError(.malformed, "")) { try SignedNote(text) }
    }

    @Test
    func `a note may have empty lines of its own, and up to a hundred signatures`() throws {
        let line = "— n AAAAAAA=\n"
        let note = "a\n\nb\n\n" + String(repeating: line, count: 100)
        #expect(try SignedNote(note).text == "a\n\nb\n")
        #expect(try SignedNote(note).description == note)
        #expect(throws: EvidenceError(.malformed, "")) { try SignedNote(note + line) }
        #expect(throws: EvidenceError(.malformed, "")) {
            try SignedNote(String(repeating: "a", count: 300_000) + "\n\n" + line)
        }
    }

    @Test(arguments: [
        "", "a\n1\n", "a\n1\nAAAA\n", "a\n01\nK\n", "a\n-1\nK\n", "a\n1 \nK\n", "\n1\nK\n", "a\n1\nK", "a\n1\nK\n\n",
        "a\n99999999999999999999\nK\n", "a\n+1\nK\n",
    ])
    func `what is no checkpoint is refused`(template: String) {
        let text = template.replacing("K", with: String(repeating: "A", count: 43) + "=")
        #expect(throws: EvidenceError(.malformed, "")) { try Checkpoint(text: text) }
    }

    @Test
    func `lines behind the root of a checkpoint are passed over`() throws {
        let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nmore\n"
        #expect(try Checkpoint(text: text).count == 20_852_163)
    }

    @Test(arguments: [
        "", "PeterNeumann", "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "PeterNeumann+c74f20a3+ARpc",
    ])
    func `what is no verifier key is refused`(text: String) {
        #expect(throws: EvidenceError(.malformed, "")) { try NoteVerifier(text) }
    }

    @Test
    func `projects never share an origin, and none has a space or a line feed`() {
        #expect(LogOrigin.origin(ofProject: "0a1b-c_d.e~f") == "daybook/0a1b-c_d.e~f")
        #expect(LogOrigin.origin(ofProject: "a b\n+%项") == "daybook/a%20b%0A%2B%25%E9%A1%B9")
        #expect(LogOrigin.origin(ofProject: "") == "daybook/")
    }
}
