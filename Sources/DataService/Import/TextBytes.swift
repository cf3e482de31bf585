internal import Glibc

// The inner loops of reading, over bytes that are known to be text. All unsafe code of the target is in this file:
// every pointer stays inside a span or an array whose bounds are checked here first.

/// Where a string stands still: quotation mark, backslash, control character, of which a delete is one where that is
/// said. `end` when there is none.
@inline(__always)
func indexOfSpecialByte(
    in bytes: Span<UInt8>, from start: Int, to end: Int, isDeleteSpecial: Bool = false
) -> Int {
    precondition(start >= 0 && start <= end && end <= bytes.count)
    var index = start
    while index &+ 16 <= end {
        let block = unsafe bytes.bytes.unsafeLoadUnaligned(
            fromUncheckedByteOffset: index, as: SIMD16<UInt8>.self)
        let offset = block.offsetOfSpecialByte(isDeleteSpecial: isDeleteSpecial)
        if offset < 16 { return index &+ offset }
        index &+= 16
    }
    while index < end, !isSpecialByte(bytes[index]), !isDeleteSpecial || bytes[index] != 0x7F {
        index &+= 1
    }
    return index
}

@inline(__always)
func isSpecialByte(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
}

extension SIMD16<UInt8> {
    /// 16 when none of the bytes is special.
    @inline(__always)
    fileprivate func offsetOfSpecialByte(isDeleteSpecial: Bool = false) -> Int {
        let quotes: SIMD16<UInt8> = SIMD16(repeating: UInt8(ascii: "\""))
        let backslashes: SIMD16<UInt8> = SIMD16(repeating: UInt8(ascii: "\\"))
        let spaces: SIMD16<UInt8> = SIMD16(repeating: 0x20)
        var mask = (self .== quotes) .| (self .== backslashes) .| (self .< spaces)
        if isDeleteSpecial {
            let deletes: SIMD16<UInt8> = SIMD16(repeating: 0x7F)
            mask .|= self .== deletes
        }
        let words = unsafe unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        if words.x != 0 { return words.x.trailingZeroBitCount &>> 3 }
        if words.y != 0 { return 8 &+ words.y.trailingZeroBitCount &>> 3 }
        return 16
    }
}

func isASCII(_ bytes: Span<UInt8>) -> Bool {
    let last = bytes.count &- 64
    guard last >= 0 else {
        return bytes.indices.allSatisfy { bytes[$0] < 0x80 }
    }
    // The last block may overlap the one before.
    var seen: SIMD8<UInt64> = unsafe bytes.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: last, as: SIMD8<UInt64>.self)
    var index = 0
    while index < last {
        seen |= unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: SIMD8<UInt64>.self)
        index &+= 64
    }
    let halves = seen.lowHalf | seen.highHalf
    return (halves.x | halves.y | halves.z | halves.w) & 0x8080_8080_8080_8080 == 0
}

/// The first byte that is not UTF-8; `nil` when all is well.
func offsetOfMalformedText(in bytes: Span<UInt8>) -> Int? {
    if isASCII(bytes) { return nil }
    do throws(UTF8.ValidationError) {
        _ = try UTF8Span(validating: bytes)
        return nil
    } catch {
        return error.byteOffsets.lowerBound
    }
}

/// A string of bytes that were found to be text before.
@inline(__always)
func text(_ bytes: Span<UInt8>, in range: Range<Int>) -> String {
    unsafe String(copying: UTF8Span(unchecked: bytes.extracting(range)))
}

/// Whether the bytes from `start` on begin with these.
@inline(__always)
func hasBytes(_ bytes: Span<UInt8>, at start: Int, of text: StaticString) -> Bool {
    guard start >= 0, text.utf8CodeUnitCount <= bytes.count &- start else { return false }
    return unsafe bytes.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { return text.utf8CodeUnitCount == 0 }
        return unsafe memcmp(base + start, text.utf8Start, text.utf8CodeUnitCount) == 0
    }
}

/// Whether the bytes from `start` on begin with these, which are compared without a call: they are short.
@inline(__always)
func hasBytes(_ bytes: Span<UInt8>, at start: Int, of other: Span<UInt8>) -> Bool {
    let count = other.count
    guard start >= 0, count <= bytes.count &- start else { return false }
    guard count >= 8 else {
        return (0..<count).allSatisfy { bytes[start &+ $0] == other[$0] }
    }
    // The last bytes may overlap those before them.
    guard count > 16 else {
        return hasSame(UInt64.self, bytes, at: start, other, at: 0)
            && hasSame(UInt64.self, bytes, at: start &+ count &- 8, other, at: count &- 8)
    }
    var offset = 0
    while offset < count &- 16 {
        guard hasSame(UInt128.self, bytes, at: start &+ offset, other, at: offset) else { return false }
        offset &+= 16
    }
    return hasSame(UInt128.self, bytes, at: start &+ count &- 16, other, at: count &- 16)
}

/// Whether both have the same number at places that both are known to have.
@inline(__always)
private func hasSame<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type, _ bytes: Span<UInt8>, at index: Int, _ other: Span<UInt8>, at otherIndex: Int
) -> Bool {
    unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: type)
        == other.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: otherIndex, as: type)
}

/// At most 24 bytes that are looked for again and again, as three words.
struct ShortBytes {
    fileprivate typealias Words = (first: UInt64, second: UInt64, third: UInt64)

    fileprivate let words: Words
    /// All bits of the bytes that are there.
    fileprivate let masks: Words
    let count: Int

    init(_ bytes: Span<UInt8>) {
        let count = bytes.count
        precondition(count <= 24)
        words = Self.words { $0 < count ? bytes[$0] : 0 }
        masks = Self.words { $0 < count ? .max : 0 }
        self.count = count
    }

    private static func words(_ byte: (Int) -> UInt8) -> Words {
        func word(_ start: Int) -> UInt64 {
            (start..<start + 8).reversed().reduce(0) { $0 << 8 | UInt64(byte($1)) }
        }
        return (word(0), word(8), word(16))
    }
}

/// Whether the bytes from `start` on begin with these.
@inline(__always)
func hasBytes(_ bytes: Span<UInt8>, at start: Int, of other: ShortBytes) -> Bool {
    guard start >= 0, other.count <= bytes.count &- start else { return false }
    guard 24 <= bytes.count &- start else {
        let found = ShortBytes(bytes.extracting(start..<start &+ other.count))
        return found.words == other.words
    }
    let first = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: UInt64.self)
    let second = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start &+ 8, as: UInt64.self)
    let third = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start &+ 16, as: UInt64.self)
    let (words, masks) = (other.words, other.masks)
    return (first ^ words.first) & masks.first | (second ^ words.second) & masks.second
        | (third ^ words.third) & masks.third == 0
}

/// Where a byte is next; `nil` when it is not there any more.
@inline(__always)
func index(of byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int? {
    precondition(start >= 0 && start <= bytes.count)
    return unsafe bytes.withUnsafeBytes { buffer in
        guard let base = buffer.baseAddress,
            let found = unsafe memchr(base + start, Int32(byte), buffer.count &- start)
        else { return nil }
        return unsafe base.distance(to: UnsafeRawPointer(found))
    }
}

/// Writes what stands between the quotation marks of a JSON string, its escapes undone, into `output` from `offset` on.
///
/// - Parameter start: behind the opening quotation mark.
/// - Returns: the bytes written, and the index behind the closing quotation mark.
func unescape(
    _ bytes: Span<UInt8>, from start: Int, into output: inout [UInt8], at offset: Int
) throws(MalformedAccessRecord) -> (count: Int, end: Int) {
    precondition(start >= 0 && start <= bytes.count && offset >= 0)
    // What is undone is never longer than what was read: `count` stays at or below `offset + index - start`, so every
    // write below is inside of this, whose last 16 bytes are room for a block.
    let capacity = offset &+ bytes.count &- start &+ 16
    if output.count < capacity {
        output.append(contentsOf: repeatElement(0, count: capacity &- output.count))
    }
    var room = output.mutableSpan
    var output = unsafe room.mutableBytes
    var index = start
    var count = offset
    while true {
        while index &+ 16 <= bytes.count {
            let block = unsafe bytes.bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: index, as: SIMD16<UInt8>.self)
            unsafe output.storeBytes(of: block, toUncheckedByteOffset: count, as: SIMD16<UInt8>.self)
            let offset = block.offsetOfSpecialByte()
            index &+= offset
            count &+= offset
            if offset < 16 { break }
        }
        guard index < bytes.count else { throw MalformedAccessRecord(.endsEarly, column: bytes.count &+ 1) }
        let byte = bytes[index]
        if byte == UInt8(ascii: "\"") {
            return (count &- offset, index &+ 1)
        } else if byte == UInt8(ascii: "\\") {
            if index &+ 1 < bytes.count, let single = singleEscape(bytes[index &+ 1]) {
                unsafe output.storeBytes(of: single, toUncheckedByteOffset: count, as: UInt8.self)
                count &+= 1
                index &+= 2
            } else {
                for unit in try unicodeEscape(bytes, at: &index).utf8 {
                    output.storeBytes(of: unit, toByteOffset: count, as: UInt8.self)
                    count &+= 1
                }
            }
        } else if byte < 0x20 {
            throw MalformedAccessRecord(.controlCharacter, column: index &+ 1)
        } else {
            output.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
            count &+= 1
            index &+= 1
        }
    }
}

/// Up to eight bytes as one little-endian number, the missing ones zero.
@inline(__always)
func word(_ bytes: Span<UInt8>, from start: Int, count: Int) -> UInt64 {
    precondition(count >= 0 && count <= 8 && start >= 0 && start <= bytes.count &- count)
    guard start &+ 8 <= bytes.count else {
        return (start..<start &+ count).reversed().reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
    }
    let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: UInt64.self)
    return count == 8 ? word : word & (1 &<< UInt64(truncatingIfNeeded: 8 &* count) &- 1)
}

/// Whether a control character, a delete among them, is one of the bytes.
func hasControlCharacter(_ bytes: Span<UInt8>, in range: Range<Int>) -> Bool {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    let spaces: SIMD16<UInt8> = SIMD16(repeating: 0x20)
    let deletes: SIMD16<UInt8> = SIMD16(repeating: 0x7F)
    var index = range.lowerBound
    while index &+ 16 <= range.upperBound {
        let block = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: SIMD16<UInt8>.self)
        let words = unsafe unsafeBitCast((block .< spaces) .| (block .== deletes), to: SIMD2<UInt64>.self)
        if words.x | words.y != 0 { return true }
        index &+= 16
    }
    while index < range.upperBound {
        if bytes[index] < 0x20 || bytes[index] == 0x7F { return true }
        index &+= 1
    }
    return false
}

/// Spreads bytes over 64 bits, for tables only: whoever chooses the bytes can choose the hash.
func hashOfBytes(_ bytes: Span<UInt8>, in range: Range<Int>) -> UInt64 {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    var hash = UInt64(truncatingIfNeeded: range.count) &* factor
    var index = range.lowerBound
    while index &+ 8 <= range.upperBound {
        let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
        hash = (hash ^ word) &* factor
        hash ^= hash &>> 29
        index &+= 8
    }
    while index < range.upperBound {
        hash = (hash ^ UInt64(bytes[index])) &* factor
        index &+= 1
    }
    return hash ^ hash &>> 32
}
