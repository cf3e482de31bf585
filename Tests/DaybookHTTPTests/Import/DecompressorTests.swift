import DaybookTesting
import Testing

@testable import DaybookHTTP

struct DecompressorTests {
    private static func undo(_ encoding: ContentEncoding, _ pieces: some Sequence<[UInt8]>) throws -> [UInt8] {
        let decompressor = try #require(Decompressor(encoding))
        var output: [UInt8] = []
        for piece in pieces {
            decompressor.feed(piece)
            while let next = try decompressor.next() { output += next }
        }
        try decompressor.finish()
        return output
    }

    private static func compressed(_ encoding: ContentEncoding, _ bytes: [UInt8]) -> [UInt8] {
        switch encoding {
        case .identity: bytes
        case .gzip: Compression.gzip(bytes)
        case .zstd: Compression.zstd(bytes)
        }
    }

    private static func text(byteCount: Int, seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        return (0..<byteCount).map { _ in UInt8.random(in: 97...104, using: &generator) }
    }

    private static func code(of work: () throws -> [UInt8]) -> ControlError.Code? {
        do {
            _ = try work()
            return nil
        } catch {
            return (error as? ControlError)?.code
        }
    }

    @Test(arguments: [ContentEncoding.gzip, .zstd], [0, 1, 65_535, 65_536, 65_537, 300_000])
    func `bytes come back, in pieces of any size`(encoding: ContentEncoding, byteCount: Int) throws {
        let text = Self.text(byteCount: byteCount, seed: 61)
        let body = Self.compressed(encoding, text)
        #expect(try Self.undo(encoding, [body]) == text)
        #expect(try Self.undo(encoding, body.map { [$0] }) == text)
        #expect(try Self.undo(encoding, [[], body, []]) == text)
    }

    @Test(arguments: [ContentEncoding.gzip, .zstd])
    func `members and frames may follow each other`(encoding: ContentEncoding) throws {
        let texts = [100, 0, 65_536, 7].map { Self.text(byteCount: $0, seed: 62) }
        let body = texts.flatMap { Self.compressed(encoding, $0) }
        #expect(try Self.undo(encoding, [body]) == texts.flatMap { $0 })
        #expect(try Self.undo(encoding, [Array(body.prefix(77)), Array(body.dropFirst(77))]) == texts.flatMap { $0 })
    }

    @Test(arguments: [ContentEncoding.gzip, .zstd])
    func `a body that ends early is refused wherever it ends`(encoding: ContentEncoding) {
        let body = Self.compressed(encoding, Self.text(byteCount: 400, seed: 63))
        for count in 1..<body.count {
            #expect(Self.code { try Self.undo(encoding, [Array(body[..<count])]) } == .bodyInvalid)
        }
        #expect(Self.code { try Self.undo(encoding, [[]]) } == nil, "nothing at all is a body without records")
    }

    @Test(arguments: [ContentEncoding.gzip, .zstd])
    func `damage is refused or undone, never a trap`(encoding: ContentEncoding) {
        var generator = SeededGenerator(seed: 64)
        let body = Self.compressed(encoding, Self.text(byteCount: 5_000, seed: 64))
        for _ in 0..<500 {
            var damaged = body
            damaged[Int.random(in: 0..<body.count, using: &generator)] ^=
                1 << UInt8.random(in: 0..<8, using: &generator)
            let code = Self.code { try Self.undo(encoding, [damaged]) }
            #expect(code == nil || code == .bodyInvalid)
        }
        #expect(Self.code { try Self.undo(encoding, [Array("{\"a\":1}".utf8)]) } == .bodyInvalid)
        #expect(Self.code { try Self.undo(encoding, [body + Array("rest".utf8)]) } == .bodyInvalid)
    }

    @Test(arguments: [ContentEncoding.gzip, .zstd])
    func `a bomb ends before it fills anything`(encoding: ContentEncoding) throws {
        let body = Self.compressed(encoding, [UInt8](repeating: 10, count: 80 << 20))
        #expect(body.count < 100_000)
        let decompressor = try #require(Decompressor(encoding))
        decompressor.feed(body)
        var byteCount = 0
        #expect(throws: ControlError.self) {
            while let piece = try decompressor.next() { byteCount += piece.count }
        }
        #expect(byteCount <= 64 << 20)
    }

    @Test func `a window that needs much memory is refused`() {
        let text = [UInt8](repeating: 97, count: 1 << 20)
        #expect(Self.code { try Self.undo(.zstd, [Compression.zstd(text, windowLog: 23)]) } == nil)
        #expect(Self.code { try Self.undo(.zstd, [Compression.zstd(text, windowLog: 24)]) } == .bodyInvalid)
    }

    @Test func `the names of encodings`() throws {
        for name in [nil, "", "identity"] { #expect(Decompressor(try ContentEncoding(header: name)) == nil) }
        for name in ["gzip", "GZIP", "x-gzip", "zstd"] {
            #expect(Decompressor(try ContentEncoding(header: name)) != nil)
        }
        for name in ["br", "deflate", "gzip, zstd"] {
            #expect(throws: ControlError.self) { try ContentEncoding(header: name) }
        }
    }

    @Test func `the first bytes tell how a file was made smaller`() {
        let text = Self.text(byteCount: 10, seed: 64)
        #expect(ContentEncoding(magic: Compression.gzip(text)) == .gzip)
        #expect(ContentEncoding(magic: Compression.zstd(text)) == .zstd)
        for bytes in [[], [0x1F], [0x28, 0xB5, 0x2F], text, [0xEF, 0xBB, 0xBF, 0x7B]] as [[UInt8]] {
            #expect(ContentEncoding(magic: bytes) == .identity)
        }
    }

    @Test(arguments: [ContentEncoding.gzip, .zstd])
    func `what is trusted may grow as it likes`(encoding: ContentEncoding) throws {
        let text = [UInt8](repeating: 97, count: 70_000_000)
        let body = Self.compressed(encoding, text)
        #expect(body.count < text.count / 300)
        let decompressor = try #require(Decompressor(encoding, isTrusted: true))
        decompressor.feed(body)
        var count = 0
        while let next = try decompressor.next() { count += next.count }
        try decompressor.finish()
        #expect(count == text.count)
    }
}
