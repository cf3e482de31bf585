import DaybookTesting
import Logbook
import Parquet
import Testing

@testable import SegmentStore

/// What is read of bytes without a reader is what a reader gives, and nothing where that throws.
struct RawSpanReadingTests {
    @Test(arguments: 0..<20)
    func `numbers and texts are those of a reader`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let choices: [UInt8] = [0, 1, 2, 3, 0x7F, 0x80, 0x81, 0xFF]
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...14, using: &generator)).map { _ in
                choices.randomElement(using: &generator) ?? 0
            }
            let start = Int.random(in: 0...bytes.count, using: &generator)
            let found = number(bytes, at: start)
            let expected = read(bytes, from: start) { reader throws(MalformedBytes) in try reader.varint() }
            #expect(found?.value == expected?.value && found?.end == expected?.end, "seed \(seed): \(bytes)")
            let place = text(bytes, at: start)
            let range = read(bytes, from: start) { reader throws(MalformedBytes) in
                try reader.skip(byteCount: try reader.length())
            }
            #expect(place == range?.value, "seed \(seed): \(bytes)")
        }
    }

    @Test
    func `the longest numbers are read, and longer ones are none`() {
        let ones = [UInt8](repeating: 0xFF, count: 9)
        #expect(number(ones + [1], at: 0)?.value == .max)
        #expect(number(ones + [2], at: 0) == nil)
        #expect(number(ones + [0x81, 0], at: 0) == nil)
        #expect(text(ones + [1], at: 0) == nil)
    }

    private func number(_ bytes: [UInt8], at start: Int) -> (value: UInt64, end: Int)? {
        bytes.rawSpan.varint(at: start)
    }

    private func text(_ bytes: [UInt8], at start: Int) -> Range<Int>? {
        bytes.rawSpan.text(at: start)
    }

    private func read<Value>(
        _ bytes: [UInt8], from start: Int, _ body: (inout ByteReader) throws(MalformedBytes) -> Value
    ) -> (value: Value, end: Int)? {
        var reader = ByteReader(bytes, in: start..<bytes.count)
        do {
            return (try body(&reader), reader.position)
        } catch {
            return nil
        }
    }
}
