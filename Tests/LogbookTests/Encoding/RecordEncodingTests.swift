import DaybookTesting
import Logbook
import Testing

struct RecordEncodingTests {
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `every record comes back as it was, from one encoding only`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let record = LogRecord.random(using: &generator)
            let bytes = RecordEncoding.encode(record)
            let decoded = try RecordEncoding.decode(bytes)
            #expect(decoded == record, "seed \(seed)")
            #expect(RecordEncoding.encode(decoded) == bytes, "seed \(seed)")
        }
    }

    @Test(arguments: [UInt64(11), 12])
    func `an outline is the record without its longest part`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let record = LogRecord.random(using: &generator)
            let bytes = RecordEncoding.encode(record)
            let outline = try RecordEncoding.outline(bytes, in: bytes.indices)
            for field in Stream.Kind.allCases.flatMap(Field.all(of:)) where field.isInOutline {
                #expect(field.value(of: outline) == field.value(of: record), "seed \(seed), \(field.name)")
            }
            switch (outline, record) {
            case (.access(var outline), .access(let record)):
                outline.detail = record.detail
                #expect(outline == record, "seed \(seed)")
            case (.audit(var outline), .audit(let record)):
                outline.arguments = record.arguments
                #expect(outline == record, "seed \(seed)")
            default: #expect(outline == record, "seed \(seed)")
            }
            for count in stride(from: 0, to: bytes.count, by: 7) {
                #expect(throws: MalformedBytes.self) { try RecordEncoding.outline(bytes, in: 0..<count) }
            }
        }
    }

    @Test
    func `no truncation decodes`() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<60 {
            let bytes = RecordEncoding.encode(.random(using: &generator))
            for count in 0..<bytes.count {
                #expect(throws: MalformedBytes.self) { try RecordEncoding.decode(Array(bytes.prefix(count))) }
            }
            #expect(throws: MalformedBytes.self) { try RecordEncoding.decode(bytes + [0]) }
        }
    }

    @Test
    func `a flipped bit is an error or another record, and bytes that decode are the bytes of what they decode to`() {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<40 {
            let bytes = RecordEncoding.encode(.random(using: &generator))
            for bit in 0..<bytes.count * 8 {
                var flipped = bytes
                flipped[bit / 8] ^= 1 << (bit % 8)
                if let record = try? RecordEncoding.decode(flipped) {
                    #expect(RecordEncoding.encode(record) == flipped)
                }
            }
        }
    }

    @Test
    func `bytes of no meaning never trap`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            var bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
                UInt8.random(in: .min ... .max, using: &generator)
            }
            if bytes.count > 2 {
                bytes[0] = RecordEncoding.version
                bytes[1] = UInt8.random(in: 1...3, using: &generator)
            }
            if let record = try? RecordEncoding.decode(bytes) {
                #expect(RecordEncoding.encode(record) == bytes)
            }
        }
    }

    @Test
    func `another version or kind is refused`() {
        let bytes = RecordEncoding.encode(.audit(.sample()))
        for version in UInt8.min...UInt8.max where version != 1 {
            #expect(throws: MalformedBytes(.choice, at: 0)) {
                try RecordEncoding.decode([version] + bytes.dropFirst())
            }
        }
        for kind in UInt8.min...UInt8.max where !(1...3).contains(kind) {
            #expect(throws: MalformedBytes(.choice, at: 1)) {
                try RecordEncoding.decode([1, kind] + bytes.dropFirst(2))
            }
        }
    }

    @Test
    func `every value that is no number has the same bytes`() throws {
        func record(_ number: Double) -> LogRecord {
            let statement = AccessDetail.Statement(fragments: ["", ""], values: [.number(number)])
            return .access(.sample(detail: AccessDetail(statement: statement)))
        }
        let bytes = RecordEncoding.encode(record(.nan))
        #expect(bytes == RecordEncoding.encode(record(-.nan)))
        #expect(bytes == RecordEncoding.encode(record(.signalingNaN)))
        #expect(bytes != RecordEncoding.encode(record(0)))
        #expect(RecordEncoding.encode(record(0)) != RecordEncoding.encode(record(-0.0)))
        _ = try RecordEncoding.decode(bytes)
    }

    @Test
    func `a megabyte of text comes back`() throws {
        let record = LogRecord.audit(.sample(arguments: String(repeating: "城市 ", count: 300_000)))
        #expect(try RecordEncoding.decode(RecordEncoding.encode(record)) == record)
    }
}
