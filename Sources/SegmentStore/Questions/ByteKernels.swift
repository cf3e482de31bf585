internal import Parquet

// Searches over the bytes of many texts at once. Each checks its bounds once and is safe to call; what it does inside
// is not checked again.

/// Texts one after the other in one buffer, in which a needle is looked for in one go.
enum ByteSearch {
    /// Whether the needle, which is not empty, is in the bytes.
    static func contains(_ needle: [UInt8], in bytes: [UInt8]) -> Bool {
        unsafe bytes.withUnsafeBytes { haystack in
            unsafe needle.withUnsafeBytes { needle in unsafe place(of: needle, in: haystack, from: 0) != nil }
        }
    }

    /// Calls `body` with each place of the needle, ascending, until it returns `nil`.
    ///
    /// - Parameter body: returns where to look on.
    static func forEachPlace(of needle: [UInt8], in bytes: [UInt8], _ body: (Int) -> Int?) {
        unsafe bytes.withUnsafeBytes { haystack in
            unsafe needle.withUnsafeBytes { needle in
                var position = 0
                while let found = unsafe place(of: needle, in: haystack, from: position), let next = body(found) {
                    position = next
                }
            }
        }
    }

    /// Compares the first and the last byte of the needle at sixteen places at a time, and the rest where both fit.
    ///
    /// Source: Muła, "SIMD-friendly algorithms for substring searching", http://0x80.pl/articles/simd-strfind.html
    private static func place(
        of needle: UnsafeRawBufferPointer, in haystack: UnsafeRawBufferPointer, from start: Int
    ) -> Int? {
        precondition(needle.count > 0 && start >= 0)
        let last = needle.count - 1
        guard let base = haystack.baseAddress, haystack.count > last else { return nil }
        let end = haystack.count - last
        let firstByte = unsafe needle[0]
        let lastByte = unsafe needle[last]
        let firstBytes = SIMD16<UInt8>(repeating: firstByte)
        let lastBytes = SIMD16<UInt8>(repeating: lastByte)
        var position = start
        while position &+ 16 <= end {
            let one = unsafe base.loadUnaligned(fromByteOffset: position, as: SIMD16<UInt8>.self)
            let other = unsafe base.loadUnaligned(fromByteOffset: position &+ last, as: SIMD16<UInt8>.self)
            let fits = unsafe unsafeBitCast((one ^ firstBytes | other ^ lastBytes) .== 0, to: SIMD2<UInt64>.self)
            for half in 0..<2 {
                var rest = fits[half]
                while rest != 0 {
                    let byte = rest.trailingZeroBitCount / 8
                    let place = position &+ half &* 8 &+ byte
                    if unsafe isEqual(needle, base + place) { return place }
                    rest &= ~(0xFF << UInt64(byte * 8))
                }
            }
            position &+= 16
        }
        while position < end {
            if unsafe haystack[position] == firstByte, unsafe isEqual(needle, base + position) { return position }
            position &+= 1
        }
        return nil
    }

    @inline(__always)
    private static func isEqual(_ needle: UnsafeRawBufferPointer, _ bytes: UnsafeRawPointer) -> Bool {
        for index in 0..<needle.count
        where unsafe needle[index] != bytes.load(fromByteOffset: index, as: UInt8.self) { return false }
        return true
    }

    /// Calls `body` with the index of each value that has the needle, ascending.
    ///
    /// - Parameter offsets: where each value begins, and at last where the last one ends.
    static func forEachValue(
        with needle: [UInt8], in bytes: [UInt8], _ offsets: [UInt32], _ body: (Int) -> Void
    ) {
        var value = 0
        forEachPlace(of: needle, in: bytes) { place in
            value = offsets.lastIndex(atMost: UInt32(place), from: value)
            guard place + needle.count <= Int(offsets[value + 1]) else { return place + 1 }
            body(value)
            return Int(offsets[value + 1])
        }
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)

    /// The bytes as lower case hexadecimal digits.
    static func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        unsafe hexadecimal(bytes.span.bytes)
    }

    /// The bytes as lower case hexadecimal digits.
    static func hexadecimal(_ bytes: RawSpan) -> [UInt8] {
        let pairs = (0..<256).map { byte in
            UInt16(hexDigits[byte >> 4]) | UInt16(hexDigits[byte & 15]) << 8
        }
        return unsafe [UInt8](unsafeUninitializedCapacity: bytes.byteCount * 2) { target, initializedCount in
            initializedCount = bytes.byteCount * 2
            guard let base = target.baseAddress else { return }
            let raw = UnsafeMutableRawPointer(base)
            unsafe bytes.withUnsafeBytes { bytes in
                unsafe pairs.withUnsafeBufferPointer { pairs in
                    for index in 0..<bytes.count {
                        let pair = unsafe pairs[Int(bytes[index])].littleEndian
                        unsafe raw.storeBytes(of: pair, toByteOffset: index &* 2, as: UInt16.self)
                    }
                }
            }
        }
    }

    /// The numbers in their shortest decimal form, one after the other, and where each begins.
    static func decimal(_ values: [Int64]) -> (bytes: [UInt8], offsets: [UInt32]) {
        var offsets: [UInt32] = [0]
        offsets.reserveCapacity(values.count + 1)
        let width = 20
        precondition(values.count <= Int(UInt32.max) / width)
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: values.count * width) { target, initializedCount in
            var position = 0
            for value in values {
                var rest = value.magnitude
                let start = position + (value < 0 ? 1 : 0)
                position = start + digitCount(of: rest)
                var digit = position
                repeat {
                    let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
                    digit -= 1
                    unsafe target[digit] = UInt8(truncatingIfNeeded: remainder) &+ 0x30
                    rest = quotient
                } while digit > start
                if value < 0 { unsafe target[start - 1] = UInt8(ascii: "-") }
                offsets.append(UInt32(truncatingIfNeeded: position))
            }
            initializedCount = position
        }
        return (bytes, offsets)
    }

    @inline(__always)
    private static func digitCount(of number: UInt64) -> Int {
        var count = 1
        var rest = number
        while rest >= 10_000 {
            rest /= 10_000
            count += 4
        }
        return count + (rest >= 1_000 ? 3 : rest >= 100 ? 2 : rest >= 10 ? 1 : 0)
    }
}

extension RawSpan {
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }
}

extension String {
    /// The text of UTF-8 bytes; what is ill-formed becomes U+FFFD.
    init(bytes: RawSpan) {
        self = unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

extension BloomKey {
    /// The key of a byte array.
    init(bytes: [UInt8]) {
        self = unsafe BloomKey(bytes.span.bytes)
    }
}
