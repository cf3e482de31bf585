/// How often a byte occurs, eight at a time: each byte of a word counts by itself, and words are summed before any of
/// them can overflow.
func countOccurrences(of byte: UInt8, in bytes: Span<UInt8>) -> Int {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let pattern = 0x0101_0101_0101_0101 &* UInt64(byte)
    let raw = unsafe bytes.bytes
    var count = 0
    var offset = 0
    while offset &+ 8 <= raw.byteCount {
        let end = offset &+ min(255 &* 8, (raw.byteCount &- offset) & ~7)
        var sums: UInt64 = 0
        while offset < end {
            let word = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self) ^ pattern
            // A byte's highest bit is set unless the byte is zero.
            let nonzero = (word & low) &+ low | word
            sums &+= (~nonzero & ~low) &>> 7
            offset &+= 8
        }
        let pairs = (sums & 0x00FF_00FF_00FF_00FF) &+ (sums &>> 8 & 0x00FF_00FF_00FF_00FF)
        count &+= Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) &>> 48)
    }
    while offset < raw.byteCount {
        count &+= raw.byte(at: offset) == byte ? 1 : 0
        offset &+= 1
    }
    return count
}
