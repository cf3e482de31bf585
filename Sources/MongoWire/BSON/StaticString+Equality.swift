/// Whether the bytes of a key are those of a literal.
///
/// All unsafe expressions of this target are in this file: a literal's bytes have no span on every platform that we
/// build for.
func equal(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ literal: StaticString) -> Bool {
    guard range.count == literal.utf8CodeUnitCount else {
        return false
    }
    for index in 0..<range.count where unsafe bytes[range.lowerBound + index] != literal.utf8Start[index] {
        return false
    }
    return true
}

/// The first eight bytes of a key as a number, zeros where it has fewer: keys of up to eight bytes are equal when these
/// and their lengths are.
func keyHead(of key: Range<Int>, in bytes: borrowing Span<UInt8>) -> UInt64 {
    guard key.lowerBound + 8 > bytes.count else {
        let head = uint64(at: key.lowerBound, in: bytes)
        return key.count < 8 ? head & (1 &<< UInt64(8 &* key.count) &- 1) : head
    }
    var head: UInt64 = 0
    for offset in key.reversed() {
        head = head &<< 8 | UInt64(bytes[offset])
    }
    return head
}

/// The same of a literal; a constant where the literal is one.
@inlinable @inline(__always)
func keyHead(of literal: StaticString) -> UInt64 {
    var head: UInt64 = 0
    var index = 0
    while index < 8, index < literal.utf8CodeUnitCount {
        head |= unsafe UInt64(literal.utf8Start[index]) &<< UInt64(8 &* index)
        index &+= 1
    }
    return head
}

/// Four bytes as a number, little endian; they have to be there.
func uint32(at offset: Int, in bytes: borrowing Span<UInt8>) -> UInt32 {
    precondition(offset >= 0 && offset <= bytes.count - 4)
    return UInt32(
        littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
}

/// Eight bytes as a number, little endian; they have to be there.
func uint64(at offset: Int, in bytes: borrowing Span<UInt8>) -> UInt64 {
    precondition(offset >= 0 && offset <= bytes.count - 8)
    return UInt64(
        littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
}
