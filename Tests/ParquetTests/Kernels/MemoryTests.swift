import Testing

@testable import Parquet

struct MemoryTests {
    @Test func `runs of bytes are equal when each byte is`() {
        for count in 0...100 {
            let bytes = (0..<count).map { UInt8($0 * 7 & 0xFF) }
            var padded = [UInt8](repeating: 0xEE, count: 3) + bytes + [0xEE]
            let range = 3..<3 + count
            #expect(isEqual(padded, range, bytes))
            #expect(!isEqual(padded, 2..<3 + count, bytes))
            for position in range {
                padded[position] ^= 0x80
                #expect(!isEqual(padded, range, bytes), "byte \(position - 3) of \(count)")
                padded[position] ^= 0x80
            }
        }
    }

    private func isEqual(_ bytes: [UInt8], _ range: Range<Int>, _ other: [UInt8]) -> Bool {
        bytes.rawSpan.extracting(range).equals(other.rawSpan)
    }
}
