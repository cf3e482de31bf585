// Copies of many short runs of bytes, each to the end of the one before.

/// Appends to a buffer whose final size is known. It cannot be copied, and so not be kept beyond the buffer's time.
///
/// Up to `shortByteCount` bytes are copied as that many at once, without a call. What that writes beyond them is
/// overwritten by what follows, or lies in room that is kept behind the buffer.
@safe @usableFromInline package struct Gatherer: ~Copyable {
    @usableFromInline let target: UnsafeMutableRawPointer
    @usableFromInline let capacity: Int
    @usableFromInline static let shortByteCount = 32
    /// Bytes appended so far.
    @usableFromInline package internal(set) var count = 0

    /// Bytes that are still to be appended.
    @inlinable package var remaining: Int { capacity - count }

    /// Makes room for `byteCount` bytes, all of which `body` appends unless it throws; then `output` stays as it was.
    package static func append(
        _ byteCount: Int, to output: inout [UInt8], _ body: (inout Gatherer) throws -> Void
    ) rethrows {
        guard byteCount > 0 else { return }
        try output.append(addingCapacity: byteCount + Self.shortByteCount) { span in
            try unsafe span.withUnsafeMutableBufferPointer { buffer, initialized in
                guard let base = buffer.baseAddress else { preconditionFailure("no memory") }
                var gatherer = unsafe Gatherer(target: UnsafeMutableRawPointer(base), capacity: byteCount)
                try body(&gatherer)
                precondition(gatherer.count == byteCount)
                initialized = byteCount
            }
        }
    }

    /// Appends `count` bytes of `source` from `offset` on.
    @inlinable @inline(__always)
    package mutating func copy(_ source: RawSpan, from offset: Int, count length: Int) {
        precondition(length >= 0 && length <= capacity &- count)
        precondition(offset >= 0 && length <= source.byteCount &- offset)
        unsafe source.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, length > 0 else { return }
            if length <= Self.shortByteCount, offset &+ Self.shortByteCount <= bytes.count {
                unsafe copyShort(base + offset)
            } else {
                unsafe (target + count).copyMemory(from: base + offset, byteCount: length)
            }
        }
        count &+= length
    }

    /// Copies `shortByteCount` bytes, all of which are read before the first is written.
    @inlinable @inline(__always)
    func copyShort(_ source: UnsafeRawPointer) {
        let low = unsafe source.loadUnaligned(as: SIMD2<UInt64>.self)
        let high = unsafe source.loadUnaligned(fromByteOffset: 16, as: SIMD2<UInt64>.self)
        unsafe (target + count).storeBytes(of: low, as: SIMD2<UInt64>.self)
        unsafe (target + count).storeBytes(of: high, toByteOffset: 16, as: SIMD2<UInt64>.self)
    }

    /// Appends a little-endian number.
    @inlinable @inline(__always)
    package mutating func store(_ value: UInt32) {
        precondition(capacity &- count >= 4)
        unsafe (target + count).storeBytes(of: value.littleEndian, as: UInt32.self)
        count &+= 4
    }

    /// Appends a byte.
    @inlinable @inline(__always)
    package mutating func store(byte: UInt8) {
        precondition(count < capacity)
        unsafe (target + count).storeBytes(of: byte, as: UInt8.self)
        count &+= 1
    }

    /// Writes over four bytes that were appended.
    @inlinable
    package mutating func replace(_ value: UInt32, at offset: Int) {
        precondition(offset >= 0 && offset <= count &- 4)
        unsafe (target + offset).storeBytes(of: value.littleEndian, as: UInt32.self)
    }

    /// Appends `count` bytes of what was appended already, from `offset` on.
    @inlinable @inline(__always)
    package mutating func repeatBytes(from offset: Int, count length: Int) {
        precondition(length >= 0 && length <= capacity &- count)
        precondition(offset >= 0 && length <= count &- offset)
        if length <= Self.shortByteCount {
            unsafe copyShort(target + offset)
        } else {
            unsafe (target + count).copyMemory(from: target + offset, byteCount: length)
        }
        count &+= length
    }
}

/// Appends the dictionary's value at each index.
///
/// - Precondition: every index is below the dictionary's count.
func gather<Value: BitwiseCopyable>(
    _ dictionary: Span<Value>, _ indices: Span<UInt32>, into output: inout [Value]
) {
    unsafe output.append(count: indices.count) { target in
        for position in 0..<indices.count {
            unsafe target[position] = dictionary[unchecked: Int(indices[unchecked: position])]
        }
    }
}

/// The largest number; 0 when there is none.
func maximum(_ values: Span<UInt32>) -> UInt32 {
    // Compared with a sign, as any processor can several at a time; numbers with the highest bit are found out.
    var largest: Int32 = 0
    var bits: UInt32 = 0
    for index in values.indices {
        let value = unsafe values[unchecked: index]
        largest = max(largest, Int32(bitPattern: value))
        bits |= value
    }
    guard bits > Int32.max else { return UInt32(largest) }
    var maximum: UInt32 = 0
    for index in values.indices { maximum = max(maximum, unsafe values[unchecked: index]) }
    return maximum
}
