// Copies of many short runs of bytes, each to the end of the one before.

/// Appends to a buffer whose final size is known. It cannot be copied, and so not be kept beyond the buffer's time.
@safe @usableFromInline package struct Gatherer: ~Copyable {
    @usableFromInline let target: UnsafeMutableRawPointer
    @usableFromInline let capacity: Int
    /// Bytes appended so far.
    @usableFromInline package internal(set) var count = 0

    /// Bytes that are still to be appended.
    @inlinable package var remaining: Int { capacity - count }

    /// Makes room for `byteCount` bytes, all of which `body` appends unless it throws; then `output` stays as it was.
    package static func append(
        _ byteCount: Int, to output: inout [UInt8], _ body: (inout Gatherer) throws -> Void
    ) rethrows {
        guard byteCount > 0 else { return }
        // A short copy may write up to 15 bytes more than it has to; what follows overwrites them.
        try output.append(addingCapacity: byteCount + 16) { span in
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
        let to = unsafe target + count
        if length <= 16, offset &+ 16 <= source.byteCount {
            let low = unsafe source.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
            let high = unsafe source.unsafeLoadUnaligned(fromUncheckedByteOffset: offset &+ 8, as: UInt64.self)
            unsafe to.storeBytes(of: low, as: UInt64.self)
            unsafe to.storeBytes(of: high, toByteOffset: 8, as: UInt64.self)
        } else if length > 0 {
            unsafe source.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                unsafe to.copyMemory(from: base + offset, byteCount: length)
            }
        }
        count &+= length
    }

    /// Appends a little-endian number.
    @inlinable @inline(__always)
    package mutating func store(_ value: UInt32) {
        precondition(capacity &- count >= 4)
        unsafe (target + count).storeBytes(of: value.littleEndian, as: UInt32.self)
        count &+= 4
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
        let from = unsafe target + offset
        let to = unsafe target + count
        unsafe to.copyMemory(from: from, byteCount: length)
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
