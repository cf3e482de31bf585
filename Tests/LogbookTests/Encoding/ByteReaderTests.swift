import Logbook
import Testing

struct ByteReaderTests {
    @Test(arguments: [0, 1, 127, 128, 300, 1 << 32, UInt64(Int64.max), .max])
    func `a number comes back from its shortest form`(_ number: UInt64) throws {
        var bytes: [UInt8] = []
        bytes.append(varint: number)
        var reader = ByteReader(bytes)
        #expect(try reader.varint() == number)
        try reader.finish()
    }

    @Test(arguments: [0, -1, 1, .min, .max, -64, 64, 1_420_041_600_000])
    func `a signed number comes back`(_ number: Int64) throws {
        var writer = ByteWriter()
        writer.append(signedVarint: number)
        var reader = ByteReader(writer.take())
        #expect(try reader.signedVarint() == number)
        try reader.finish()
    }

    @Test(arguments: [
        [0x80, 0x00],
        [0xff, 0x80, 0x00],
        [UInt8](repeating: 0xff, count: 9) + [0x02],
        [UInt8](repeating: 0xff, count: 10) + [0x01],
    ])
    func `a number that is too long or too large is refused`(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        #expect(throws: MalformedBytes(.number, at: 0)) { try reader.varint() }
    }

    @Test(arguments: [
        [1, 0xff], [2, 0xc0, 0x80], [3, 0xed, 0xa0, 0x80], [4, 0xf4, 0x90, 0x80, 0x80], [1, 0x80], [2, 0xe5, 0x9f],
    ])
    func `text that is not UTF-8 is refused`(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        #expect(throws: MalformedBytes(.text, at: 0)) { try reader.text() }
    }

    @Test
    func `a length past the end is refused before anything is taken`() {
        for announced in [4, 5, UInt64(Int.max), .max] {
            var bytes: [UInt8] = []
            bytes.append(varint: announced)
            bytes += [1, 2, 3]
            var reader = ByteReader(bytes)
            #expect(throws: MalformedBytes.self) { try reader.text() }
            var list = ByteReader(bytes)
            #expect(throws: MalformedBytes.self) {
                try list.list { (reader) throws(MalformedBytes) in try reader.byte() }
            }
        }
    }

    @Test
    func `a flag is 0 or 1`() {
        for byte in UInt8(2)...UInt8.max {
            var reader = ByteReader([byte])
            #expect(throws: MalformedBytes(.choice, at: 0)) { try reader.flag() }
        }
    }

    @Test
    func `nothing is read outside of the range`() throws {
        var reader = ByteReader([1, 2, 3, 4], in: 1..<2)
        #expect(try reader.byte() == 2)
        #expect(throws: MalformedBytes(.truncated, at: 2)) { try reader.byte() }
        var leftOver = ByteReader([1, 2, 3, 4], in: 1..<3)
        _ = try leftOver.byte()
        #expect(throws: MalformedBytes(.trailing, at: 2)) { try leftOver.finish() }
    }
}
