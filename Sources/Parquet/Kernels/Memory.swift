// Loads, stores and copies between spans and arrays. Each function checks its bounds once and is safe to call;
// what it does inside is not checked again.

extension RawSpan {
    /// The byte at an offset.
    @inlinable @inline(__always)
    package func byte(at offset: Int) -> UInt8 {
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    /// The little-endian number at `offset`, aligned or not.
    @inlinable @inline(__always)
    package func load<Value: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: Value.Type) -> Value {
        Value(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: type))
    }

    var array: [UInt8] {
        var copy: [UInt8] = []
        copy.append(self)
        return copy
    }

    /// Whether both hold the same bytes.
    @inlinable
    package func equals(_ other: RawSpan) -> Bool {
        let count = byteCount
        guard count == other.byteCount else { return false }
        guard count >= 8 else {
            guard count >= 4 else {
                for offset in 0..<count where byte(at: offset) != other.byte(at: offset) { return false }
                return true
            }
            return hasSame(UInt32.self, at: 0, as: other) && hasSame(UInt32.self, at: count &- 4, as: other)
        }
        // The last bytes may overlap those before them.
        guard count > 16 else {
            return hasSame(UInt64.self, at: 0, as: other) && hasSame(UInt64.self, at: count &- 8, as: other)
        }
        var offset = 0
        while offset < count &- 32 {
            guard hasSame(UInt128.self, at: offset, as: other), hasSame(UInt128.self, at: offset &+ 16, as: other)
            else { return false }
            offset &+= 32
        }
        guard offset >= count &- 16 || hasSame(UInt128.self, at: offset, as: other) else { return false }
        return hasSame(UInt128.self, at: count &- 16, as: other)
    }

    /// Whether both have the same number at an offset that both are known to have.
    @inlinable @inline(__always)
    func hasSame<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type, at offset: Int, as other: RawSpan
    ) -> Bool {
        unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: type)
            == other.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: type)
    }
}

/// Compares byte by byte, unsigned; a prefix comes before what it begins. Less than, equal to or greater than zero.
func compare(_ left: RawSpan, _ right: RawSpan) -> Int {
    let common = min(left.byteCount, right.byteCount)
    var offset = 0
    while offset + 8 <= common {
        let a = left.load(at: offset, as: UInt64.self)
        let b = right.load(at: offset, as: UInt64.self)
        if a != b { return a.byteSwapped < b.byteSwapped ? -1 : 1 }
        offset += 8
    }
    while offset < common {
        let a = left.byte(at: offset)
        let b = right.byte(at: offset)
        if a != b { return a < b ? -1 : 1 }
        offset += 1
    }
    return left.byteCount - right.byteCount
}

extension [UInt8] {
    /// The bytes, lent.
    @inlinable
    package var rawSpan: RawSpan {
        @_lifetime(borrow self)
        @inline(__always)
        get { unsafe span.bytes }
    }

    /// Appends a copy of the bytes.
    package mutating func append(_ bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }

    /// Appends the values' bytes, as they lie in the memory of a little-endian machine.
    mutating func appendElements<Value: BitwiseCopyable>(_ values: Span<Value>) {
        unsafe append(values.bytes)
    }
}

extension Array where Element: BitwiseCopyable {
    /// Appends `count` elements whose bytes lie one after the other in `bytes`, little-endian.
    mutating func appendElements(_ bytes: RawSpan, count: Int) {
        precondition(bytes.byteCount == count * MemoryLayout<Element>.stride)
        guard count > 0 else { return }
        append(addingCapacity: count) { output in
            unsafe output.withUnsafeMutableBufferPointer { target, initialized in
                unsafe bytes.withUnsafeBytes { source in
                    unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
                }
                initialized = count
            }
        }
    }

    /// Appends one element many times.
    mutating func append(_ element: Element, count: Int) {
        unsafe append(count: count) { target in unsafe target.update(repeating: element, count: count) }
    }

    /// Appends the elements that `fill` writes; it must write all `count` of them.
    @inline(__always)
    mutating func append(count: Int, _ fill: (UnsafeMutablePointer<Element>) -> Void) {
        guard count > 0 else { return }
        append(addingCapacity: count) { output in
            unsafe output.withUnsafeMutableBufferPointer { target, initialized in
                if let base = target.baseAddress { unsafe fill(base) }
                initialized = count
            }
        }
    }
}
