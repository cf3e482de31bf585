/// Whether the bytes of a key are those of a literal.
///
/// The only unsafe expression of this target: a literal's bytes have no span on every platform that we build for.
func equal(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ literal: StaticString) -> Bool {
    guard range.count == literal.utf8CodeUnitCount else {
        return false
    }
    for index in 0..<range.count where unsafe bytes[range.lowerBound + index] != literal.utf8Start[index] {
        return false
    }
    return true
}
