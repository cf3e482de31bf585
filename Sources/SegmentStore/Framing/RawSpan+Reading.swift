internal import Logbook
internal import Parquet

// What `ByteReader` reads, where malformed bytes are no error yet: whoever finds some leaves them to a reader.

extension RawSpan {
    /// A variable number in its shortest form, and where it ends; `nil` where there is none.
    @inline(__always)
    func varint(at start: Int) -> (value: UInt64, end: Int)? {
        guard start < byteCount else { return nil }
        let first = byte(at: start)
        return first < 0x80 ? (UInt64(first), start &+ 1) : longVarint(at: start)
    }

    /// A number of several bytes: as one word where eight bytes are there and it ends within them.
    @inline(__always)
    private func longVarint(at start: Int) -> (value: UInt64, end: Int)? {
        guard byteCount &- start >= 8, let number = WordVarint(load(at: start, as: UInt64.self)) else {
            return longestVarint(at: start)
        }
        return number.isShortest ? (number.value, start &+ number.byteCount) : nil
    }

    private func longestVarint(at start: Int) -> (value: UInt64, end: Int)? {
        var value: UInt64 = 0
        var position = start
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < byteCount else { return nil }
            let next = byte(at: position)
            position &+= 1
            value |= UInt64(next & 0x7F) &<< shift
            guard next < 0x80 else { continue }
            return next == 0 || shift == 63 && next > 1 ? nil : (value, position)
        }
        return nil
    }

    /// Where a text behind its length is; `nil` where there is none.
    @inline(__always)
    func text(at start: Int) -> Range<Int>? {
        guard let (count, from) = varint(at: start), count <= UInt64(byteCount &- from) else { return nil }
        return from..<from &+ Int(truncatingIfNeeded: count)
    }
}
