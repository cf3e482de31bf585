/// Bytes that are written from front to back, into memory that is kept for what is written next.
///
/// What an array checks with every byte (who else holds it, how large it is) is checked here once for each field.
/// All unsafe code of the encoding is in this file: every write makes room first and stays inside of it.
///
/// Integers are written as `ByteReader` reads them.
@safe @usableFromInline package struct ByteWriter: ~Copyable, @unchecked Sendable {
    @usableFromInline var memory: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    /// Bytes written so far.
    @usableFromInline package var count: Int

    /// Room that is kept from one use to the next; a writer that needed more gives it back.
    private static let keptByteCount = 8 << 20
    /// Bytes of the longest integer: ten of a varint.
    @usableFromInline package static let longestInteger = 10

    package init(reservingCapacity capacity: Int = 1_024) {
        precondition(capacity > 0)
        unsafe memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        self.capacity = capacity
        self.count = 0
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// Hands out a copy of all that was written, and begins anew.
    package mutating func take() -> [UInt8] {
        let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: memory, count: count))
        count = 0
        if capacity > Self.keptByteCount {
            unsafe memory.deallocate()
            capacity = 1_024
            unsafe memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        }
        return bytes
    }

    /// Appends a copy of all that was written.
    package func copy(to bytes: inout [UInt8]) {
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// A copy of what was written from there on.
    package func copy(from start: Int) -> [UInt8] {
        precondition(start >= 0 && start <= count)
        return unsafe [UInt8](UnsafeRawBufferPointer(start: memory + start, count: count - start))
    }

    /// Takes back what was written last.
    package mutating func truncate(to count: Int) {
        precondition(count >= 0 && count <= self.count)
        self.count = count
    }

    @inlinable @inline(__always)
    mutating func makeRoom(for byteCount: Int) {
        if capacity &- count < byteCount {
            grow(by: byteCount)
        }
    }

    @usableFromInline @inline(never)
    mutating func grow(by byteCount: Int) {
        let capacity = max(capacity * 2, count + byteCount)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        unsafe memory.copyMemory(from: self.memory, byteCount: count)
        unsafe self.memory.deallocate()
        unsafe self.memory = unsafe memory
        self.capacity = capacity
    }
}

extension ByteWriter {
    @inlinable @inline(__always)
    package mutating func append(_ byte: UInt8) {
        makeRoom(for: 1)
        unsafe memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    @inlinable @inline(__always)
    package mutating func append(fixed32 value: UInt32) {
        makeRoom(for: 4)
        unsafe memory.storeBytes(of: value.littleEndian, toByteOffset: count, as: UInt32.self)
        count &+= 4
    }

    @inlinable @inline(__always)
    package mutating func append(fixed64 value: UInt64) {
        makeRoom(for: 8)
        unsafe memory.storeBytes(of: value.littleEndian, toByteOffset: count, as: UInt64.self)
        count &+= 8
    }

    @inlinable @inline(__always)
    package mutating func append(varint value: UInt64) {
        guard value < 0x80 else { return append(longVarint: value) }
        append(UInt8(truncatingIfNeeded: value))
    }

    @usableFromInline
    mutating func append(longVarint value: UInt64) {
        makeRoom(for: Self.longestInteger)
        var rest = value
        while rest >= 0x80 {
            unsafe memory.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: count, as: UInt8.self)
            count &+= 1
            rest >>= 7
        }
        unsafe memory.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    /// - Parameter value: not negative.
    @inlinable @inline(__always)
    package mutating func append(varint value: Int) {
        append(varint: UInt64(value))
    }

    @inlinable @inline(__always)
    package mutating func append(signedVarint value: Int64) {
        append(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    @inlinable @inline(__always)
    package mutating func append(signedVarint value: Int) {
        append(signedVarint: Int64(value))
    }

    @inlinable @inline(__always)
    package mutating func append(flag: Bool) {
        append(flag ? 1 : 0)
    }

    @inlinable
    package mutating func append(_ bytes: Span<UInt8>) {
        let byteCount = bytes.count
        makeRoom(for: byteCount)
        let target = unsafe memory + count
        // Counted before, so that nothing is left to be done when the copy is a call.
        count &+= byteCount
        unsafe bytes.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress {
                unsafe Self.copy(base, to: target, byteCount: byteCount)
            }
        }
    }

    /// Copies bytes, a few of them without a call: as two numbers, which may overlap.
    @inlinable @inline(__always)
    static func copy(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, byteCount: Int) {
        switch byteCount {
        case 16...32: unsafe copyEnds(SIMD2<UInt64>.self, source, to: target, byteCount: byteCount)
        case 8..<16: unsafe copyEnds(UInt64.self, source, to: target, byteCount: byteCount)
        case 4..<8: unsafe copyEnds(UInt32.self, source, to: target, byteCount: byteCount)
        default: unsafe target.copyMemory(from: source, byteCount: byteCount)
        }
    }

    @inlinable @inline(__always)
    static func copyEnds<Number: BitwiseCopyable>(
        _ type: Number.Type, _ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, byteCount: Int
    ) {
        let last = byteCount &- MemoryLayout<Number>.size
        let (first, second) = unsafe (
            source.loadUnaligned(as: type), source.loadUnaligned(fromByteOffset: last, as: type)
        )
        unsafe target.storeBytes(of: first, as: type)
        unsafe target.storeBytes(of: second, toByteOffset: last, as: type)
    }

    /// UTF-8 behind its length in bytes.
    @inlinable
    package mutating func append(text: Span<UInt8>) {
        append(varint: UInt64(truncatingIfNeeded: text.count))
        append(text)
    }

    package mutating func append(text: String) {
        // Nearly all strings have their bytes in one place, and lend them without a call.
        let isLent: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { append(text: unsafe $0.span) }
        if isLent == nil {
            append(text: text.utf8Span.span)
        }
    }

    package mutating func append(optionalText text: String?) {
        append(flag: text != nil)
        if let text {
            append(text: text)
        }
    }

    package mutating func append<Value>(optional value: Value?, _ write: (Value, inout ByteWriter) -> Void) {
        append(flag: value != nil)
        if let value {
            write(value, &self)
        }
    }

    @inline(__always)
    package mutating func append<Item>(list: [Item], _ write: (borrowing Item, inout ByteWriter) -> Void) {
        append(varint: list.count)
        let items = list.span
        for index in items.indices {
            write(items[index], &self)
        }
    }

    /// Writes over four bytes that were left free.
    package mutating func replace(fixed32 value: UInt32, at offset: Int) {
        precondition(offset >= 0 && offset <= count - 4)
        unsafe memory.storeBytes(of: value.littleEndian, toByteOffset: offset, as: UInt32.self)
    }
}

/// Four bytes as a number, little endian.
@inlinable @inline(__always)
package func loadFixed32(in bytes: [UInt8], at offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset <= bytes.count - 4)
    return UInt32(
        littleEndian: unsafe bytes.span.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
}

/// Eight bytes as a number, little endian.
@inlinable @inline(__always)
package func loadFixed64(in bytes: [UInt8], at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= bytes.count - 8)
    return UInt64(
        littleEndian: unsafe bytes.span.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
}
