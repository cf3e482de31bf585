import Identity
import Testing

@Suite struct SecretTests {
    private let master = MasterKey.random()

    @Test(arguments: ["", "a", "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc", "密钥🔑"])
    func `a sealed secret opens again`(secret: String) throws {
        let box = SecretBox(master)
        let sealed = try box.seal(secret, for: "access key a")
        #expect(secret.count < 8 || !sealed.contains(secret))
        #expect(try SecretBox(MasterKey(bytes: master.bytes)).open(sealed, for: "access key a") == secret)
    }

    @Test func `the same secret looks different each time`() throws {
        let box = SecretBox(master)
        #expect(try box.seal("a", for: "p") != box.seal("a", for: "p"))
    }

    @Test func `another key or another place does not open it`() throws {
        let sealed = try SecretBox(master).seal("a", for: "access key a")
        #expect(throws: IdentityError(.secretUnreadable, "")) {
            try SecretBox(.random()).open(sealed, for: "access key a")
        }
        #expect(throws: IdentityError(.secretUnreadable, "")) {
            try SecretBox(master).open(sealed, for: "access key b")
        }
    }

    @Test(arguments: ["", "A", "====", "AQ==", "Ag==", "no base64!", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="])
    func `garbage does not open`(sealed: String) {
        #expect(throws: IdentityError(.secretUnreadable, "")) {
            try SecretBox(master).open(sealed, for: "access key a")
        }
    }

    @Test(arguments: [0, 1, 31, 33])
    func `a master key has 32 bytes`(count: Int) {
        #expect(throws: IdentityError(.invalidMasterKey, "")) {
            try MasterKey(bytes: Array(repeating: 0, count: count))
        }
    }

    @Test func `no secret is printed`() throws {
        let key = AccessKey(id: "AK", secret: "geheim", user: "u")
        let password = try PasswordVerifier(password: "geheim", cost: .init(rounds: 16, blockSize: 8, parallelism: 1))
        for text in ["\(key)", String(reflecting: key), "\(master)", String(reflecting: master), "\(password)"] {
            #expect(!text.contains("geheim"))
            #expect(text.count < 20)
        }
        var dumped = ""
        dump(master, to: &dumped)
        dump(password, to: &dumped)
        #expect(!dumped.contains("SymmetricKey") && !dumped.contains("hash"))
    }

    @Test func `signatures of texts hold for one purpose`() throws {
        let signer = TextSigner(master, purpose: "a 1")
        let signature = signer.signature(of: "text")
        #expect(signer.accepts(signature, of: "text"))
        #expect(!signer.accepts(signature, of: "text "))
        #expect(!TextSigner(master, purpose: "b 1").accepts(signature, of: "text"))
        for garbage in ["", "00", String(signature.dropLast(2)), signature + "00", "x" + signature.dropFirst()] {
            #expect(!signer.accepts(garbage, of: "text"))
        }
    }

    @Test func `a password is accepted at the standard cost, and nothing else is`() throws {
        let verifier = try PasswordVerifier(password: "correct horse")
        #expect(try verifier.accepts("correct horse"))
        #expect(try !verifier.accepts("correct horse "))
    }

    @Test(arguments: ["", "a", "pässword", "密码", "a\u{0}b", String(repeating: "x", count: 1_024)])
    func `passwords of all kinds`(password: String) throws {
        let verifier = try PasswordVerifier(password: password, cost: .init(rounds: 16, blockSize: 8, parallelism: 1))
        #expect(try verifier.accepts(password))
        #expect(try !verifier.accepts(password + "a"))
    }
}
