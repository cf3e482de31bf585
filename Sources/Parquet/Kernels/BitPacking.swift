// Numbers of a fixed width in bits, packed from the least significant bit of each byte on.

/// The values of a fixed bit width that lie packed in some bytes, by index.
///
/// A value is cut out of one eight-byte load, and the ninth byte where it is wide; near the end out of single bytes.
@safe struct PackedBits: ~Copyable {
    private let base: UnsafeRawPointer
    private let byteCount: Int
    private let width: Int
    private let mask: UInt64

    /// Runs `body` over the packed values.
    ///
    /// - Precondition: `bytes` hold `count` values of `width` bits, of which there are 1 to 64.
    @inline(__always)
    static func with<Result>(
        _ bytes: RawSpan, width: Int, count: Int, _ body: (borrowing PackedBits, _ fastCount: Int) -> Result
    ) -> Result {
        precondition(1...64 ~= width)
        precondition(count * width <= bytes.byteCount * 8)
        return unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("no bytes") }
            let bits = unsafe PackedBits(
                base: base, byteCount: buffer.count, width: width, mask: width == 64 ? .max : 1 << UInt64(width) - 1)
            let loadByteCount = width > 57 ? 9 : 8
            let loadCount = buffer.count - loadByteCount + 1
            return body(bits, loadCount > 0 ? min(count, (loadCount * 8 - 1) / width + 1) : 0)
        }
    }

    /// A value below the fast count.
    @inline(__always)
    func fast(_ index: Int) -> UInt64 {
        let bit = index &* width
        let shift = UInt64(truncatingIfNeeded: bit & 7)
        let word = UInt64(littleEndian: unsafe base.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self))
        guard width > 57 else { return word &>> shift & mask }
        let ninth = UInt64(unsafe base.load(fromByteOffset: bit &>> 3 &+ 8, as: UInt8.self))
        // Shifted in two steps, as a shift by 64 would be none.
        return (word &>> shift | (ninth &<< (63 &- shift)) &<< 1) & mask
    }

    /// So many times eight values, of eight bits at most: each eight are cut out of one load.
    ///
    /// - Precondition: the first of each eight is below the fast count.
    @inline(__always)
    func cut<Value: FixedWidthInteger>(_ count: Int, to target: UnsafeMutablePointer<Value>) {
        for group in 0..<count {
            var word = UInt64(littleEndian: unsafe base.loadUnaligned(fromByteOffset: group &* width, as: UInt64.self))
            for index in 0..<8 {
                unsafe target[group &* 8 &+ index] = Value(truncatingIfNeeded: word & mask)
                word &>>= UInt64(truncatingIfNeeded: width)
            }
        }
    }

    /// The bits of so many bytes, each as a byte of its own.
    func spread(_ count: Int, to target: UnsafeMutableRawPointer) {
        for index in 0..<count {
            let byte = UInt64(unsafe base.load(fromByteOffset: index, as: UInt8.self))
            // Each byte of the word keeps the bit of its place; what is not zero then becomes 1.
            let bits = byte &* 0x0101_0101_0101_0101 & 0x8040_2010_0804_0201
            let ones = (bits &+ 0x7F7F_7F7F_7F7F_7F7F) &>> 7 & 0x0101_0101_0101_0101
            unsafe target.storeBytes(of: ones.littleEndian, toByteOffset: index &* 8, as: UInt64.self)
        }
    }

    /// Any value.
    func slow(_ index: Int) -> UInt64 {
        let bit = index * width
        var value: UInt64 = 0
        var shift = -(bit & 7)
        var offset = bit >> 3
        while shift < width, offset < byteCount {
            let byte = UInt64(unsafe base.load(fromByteOffset: offset, as: UInt8.self))
            value |= shift < 0 ? byte >> UInt64(-shift) : byte << UInt64(shift)
            shift += 8
            offset += 1
        }
        return value & mask
    }
}

/// Appends `count` unpacked values.
func unpack<Value: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: RawSpan, width: Int, count: Int, into output: inout [Value]
) {
    guard width > 0, count > 0 else {
        output.append(0, count: count)
        return
    }
    unsafe output.append(count: count) { target in
        PackedBits.with(bytes, width: width, count: count) { bits, fastCount in
            var start = 0
            if width == 1, MemoryLayout<Value>.size == 1 {
                start = fastCount & ~7
                unsafe bits.spread(start / 8, to: UnsafeMutableRawPointer(target))
            } else if width <= 8 {
                start = fastCount & ~7
                unsafe bits.cut(start / 8, to: target)
            }
            for index in start..<fastCount { unsafe target[index] = Value(truncatingIfNeeded: bits.fast(index)) }
            for index in fastCount..<count { unsafe target[index] = Value(truncatingIfNeeded: bits.slow(index)) }
        }
    }
}

/// Appends values that are each `minimum` plus an unpacked number above the one before, wrapping around.
///
/// - Parameter last: the value before the first; becomes the last one.
func unpackDeltas<Value: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: RawSpan, width: Int, count: Int, minimum: Value, last: inout Value, into output: inout [Value]
) {
    var value = last
    unsafe output.append(count: count) { target in
        guard width > 0 else {
            for index in 0..<count {
                value &+= minimum
                unsafe target[index] = value
            }
            return
        }
        PackedBits.with(bytes, width: width, count: count) { bits, fastCount in
            for index in 0..<fastCount {
                value &+= minimum &+ Value(truncatingIfNeeded: bits.fast(index))
                unsafe target[index] = value
            }
            for index in fastCount..<count {
                value &+= minimum &+ Value(truncatingIfNeeded: bits.slow(index))
                unsafe target[index] = value
            }
        }
    }
    last = value
}

/// Appends `values` packed, then zeros until `paddedCount` values are there.
///
/// - Precondition: no value has more than `width` bits, and `paddedCount` is a multiple of eight.
func pack<Value: FixedWidthInteger & BitwiseCopyable>(
    _ values: Span<Value>, width: Int, paddedCount: Int, into output: inout [UInt8]
) {
    precondition(paddedCount >= values.count && paddedCount & 7 == 0)
    let byteCount = paddedCount / 8 * width
    guard byteCount > 0 else { return }
    unsafe output.append(count: byteCount) { target in
        let raw = UnsafeMutableRawPointer(target)
        let gathered = width == 1 && MemoryLayout<Value>.size == 1 ? values.count / 8 : 0
        unsafe gatherBits(values.bytes, gathered, to: raw)
        var offset = gathered
        var pending: UInt64 = 0
        var bitCount = 0
        for index in gathered * 8..<values.count {
            let value = UInt64(truncatingIfNeeded: values[index])
            pending |= value << UInt64(bitCount)
            bitCount += width
            if bitCount >= 64 {
                unsafe raw.storeBytes(of: pending.littleEndian, toByteOffset: offset, as: UInt64.self)
                offset += 8
                bitCount -= 64
                pending = value >> UInt64(width - bitCount)
            }
        }
        while offset < byteCount {
            unsafe raw.storeBytes(of: UInt8(truncatingIfNeeded: pending), toByteOffset: offset, as: UInt8.self)
            pending >>= 8
            offset += 1
        }
    }
}

/// Makes one byte of each eight bytes that are 0 or 1, the first one its lowest bit.
private func gatherBits(_ bytes: RawSpan, _ count: Int, to target: UnsafeMutableRawPointer) {
    for index in 0..<count {
        // The factor has a bit for each byte that moves it to its place in the highest one.
        let bits = (bytes.load(at: index &* 8, as: UInt64.self) &* 0x0102_0408_1020_4080) &>> 56
        unsafe target.storeBytes(of: UInt8(truncatingIfNeeded: bits), toByteOffset: index, as: UInt8.self)
    }
}
