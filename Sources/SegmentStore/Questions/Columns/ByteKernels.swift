internal import Parquet

// Searches over the bytes of many texts at once. Each checks its bounds once and is safe to call; what it does inside
// is not checked again.

/// Bytes that are looked for, of which the first and the last may be known by some of their bits alone.
struct BytePattern {
    /// Not empty; bits that are not known are zero.
    let bytes: [UInt8]
    /// The bits that are known.
    private(set) var firstMask = UInt8.max
    private(set) var lastMask = UInt8.max

    init(_ bytes: [UInt8]) {
        precondition(!bytes.isEmpty)
        self.bytes = bytes
    }

    /// The bytes that are written as these lower case hexadecimal digits and up to one more on either side.
    private init(digits: [UInt8], beginsInByte: Bool) {
        let nibbles = digits.map { $0 <= 0x39 ? $0 & 15 : $0 - 0x61 + 10 }
        let endsInByte = beginsInByte != (nibbles.count % 2 == 1)
        let all = (beginsInByte ? [0] : []) + nibbles + (endsInByte ? [0] : [])
        bytes = stride(from: 0, to: all.count, by: 2).map { all[$0] << 4 | all[$0 + 1] }
        if beginsInByte { firstMask = 0x0F }
        if endsInByte { lastMask = 0xF0 }
        if bytes.count == 1 {
            firstMask &= lastMask
            lastMask = firstMask
        }
    }

    /// What a run of hexadecimal digits may look like in the bytes that are written so: it begins with a byte or
    /// within one.
    static func hexadecimal(_ digits: [UInt8]) -> [BytePattern] {
        [BytePattern(digits: digits, beginsInByte: false), BytePattern(digits: digits, beginsInByte: true)]
    }
}

/// Texts one after the other in one buffer, in which a pattern is looked for in one go.
enum ByteSearch {
    /// Whether the pattern is in the bytes.
    static func contains(_ pattern: BytePattern, in bytes: [UInt8]) -> Bool {
        unsafe bytes.withUnsafeBytes { unsafe place(of: pattern, in: $0, from: 0) != nil }
    }

    /// Calls `body` with each place of the pattern, ascending, until it returns `nil`.
    ///
    /// - Parameter body: returns where to look on.
    static func forEachPlace(of pattern: BytePattern, in bytes: [UInt8], _ body: (Int) -> Int?) {
        unsafe bytes.withUnsafeBytes { haystack in
            var position = 0
            while let found = unsafe place(of: pattern, in: haystack, from: position), let next = body(found) {
                position = next
            }
        }
    }

    /// Compares the first and the last byte of the pattern at eight places in one word, and the rest where both fit.
    ///
    /// Source: Muła, "SIMD-friendly algorithms for substring searching", http://0x80.pl/articles/simd-strfind.html
    private static func place(of pattern: BytePattern, in haystack: UnsafeRawBufferPointer, from start: Int) -> Int? {
        precondition(start >= 0)
        guard let base = haystack.baseAddress else { return nil }
        let anchors = Anchors(pattern)
        let end = haystack.count - anchors.last
        var position = start
        while position &+ 32 <= end {
            var found = unsafe anchors.fits(base + position)
            found |= unsafe anchors.fits(base + position + 8)
            found |= unsafe anchors.fits(base + position + 16)
            found |= unsafe anchors.fits(base + position + 24)
            if found != 0 {
                for offset in 0..<4 {
                    if let place = unsafe anchors.place(of: pattern, in: base, at: position &+ offset &* 8) {
                        return place
                    }
                }
            }
            position &+= 32
        }
        while position &+ 8 <= end {
            if let place = unsafe anchors.place(of: pattern, in: base, at: position) { return place }
            position &+= 8
        }
        while position < end {
            if unsafe isEqual(pattern, base + position) { return position }
            position &+= 1
        }
        return nil
    }

    /// The ends of a pattern, each eight times in a word.
    private struct Anchors {
        /// Where the last byte is.
        let last: Int
        private let firstBytes: UInt64
        private let firstMasks: UInt64
        private let lastBytes: UInt64
        private let lastMasks: UInt64
        private static let ones: UInt64 = 0x0101_0101_0101_0101

        init(_ pattern: BytePattern) {
            last = pattern.bytes.count - 1
            firstBytes = Self.ones &* UInt64(pattern.bytes[0])
            firstMasks = Self.ones &* UInt64(pattern.firstMask)
            lastBytes = Self.ones &* UInt64(pattern.bytes[last])
            lastMasks = Self.ones &* UInt64(pattern.lastMask)
        }

        /// The highest bit of the bytes at which both ends fit, and now and then of one behind such a byte.
        @inline(__always)
        func fits(_ bytes: UnsafeRawPointer) -> UInt64 {
            let one = UInt64(littleEndian: unsafe bytes.loadUnaligned(as: UInt64.self))
            let other = UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: last, as: UInt64.self))
            let rest = (one & firstMasks ^ firstBytes) | (other & lastMasks ^ lastBytes)
            return (rest &- Self.ones) & ~rest & (Self.ones &<< 7)
        }

        /// The first of eight places at which the pattern is.
        @inline(__always)
        func place(of pattern: BytePattern, in base: UnsafeRawPointer, at position: Int) -> Int? {
            var rest = unsafe fits(base + position)
            while rest != 0 {
                let place = position &+ rest.trailingZeroBitCount / 8
                if unsafe isEqual(pattern, base + place) { return place }
                rest &= rest &- 1
            }
            return nil
        }
    }

    @inline(__always)
    private static func isEqual(_ pattern: BytePattern, _ bytes: UnsafeRawPointer) -> Bool {
        let last = pattern.bytes.count &- 1
        guard unsafe bytes.load(as: UInt8.self) & pattern.firstMask == pattern.bytes[0],
            unsafe bytes.load(fromByteOffset: last, as: UInt8.self) & pattern.lastMask == pattern.bytes[last]
        else { return false }
        var index = 1
        while index < last {
            guard unsafe bytes.load(fromByteOffset: index, as: UInt8.self) == pattern.bytes[index] else { return false }
            index &+= 1
        }
        return true
    }

    /// Calls `body` with the index of each value that has the pattern, ascending.
    ///
    /// - Parameter offsets: where each value begins, and at last where the last one ends.
    static func forEachValue(
        with pattern: BytePattern, in bytes: [UInt8], _ offsets: [UInt32], _ body: (Int) -> Void
    ) {
        var value = 0
        forEachPlace(of: pattern, in: bytes) { place in
            value = offsets.lastIndex(atMost: UInt32(place), from: value)
            guard place + pattern.bytes.count <= Int(offsets[value + 1]) else { return place + 1 }
            body(value)
            return Int(offsets[value + 1])
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
    fileprivate static func digitCount(of number: UInt64) -> Int {
        var count = 1
        var rest = number
        while rest >= 10_000 {
            rest /= 10_000
            count += 4
        }
        return count + (rest >= 1_000 ? 3 : rest >= 100 ? 2 : rest >= 10 ? 1 : 0)
    }
}

extension [UInt8] {
    /// Appends the number in its shortest decimal form.
    mutating func append(decimal number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let start = count
        append(contentsOf: repeatElement(0x30, count: ByteSearch.digitCount(of: rest)))
        var digit = count
        while digit > start {
            digit -= 1
            self[digit] = UInt8(truncatingIfNeeded: rest % 10) &+ 0x30
            rest /= 10
        }
    }

    /// Appends each byte as two lower case hexadecimal digits.
    mutating func append(hexadecimal bytes: RawSpan) {
        append(addingCapacity: bytes.byteCount * 2) { output in
            for index in 0..<bytes.byteCount {
                let byte = bytes.byte(index)
                output.append(Self.hexadecimalDigit(byte >> 4))
                output.append(Self.hexadecimalDigit(byte & 15))
            }
        }
    }

    @inline(__always)
    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 { value &+ (value < 10 ? 0x30 : 0x57) }
}

extension RawSpan {
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    /// Whether these are the same bytes.
    func isEqual(to other: [UInt8]) -> Bool {
        guard byteCount == other.count else { return false }
        for index in 0..<byteCount where byte(index) != other[index] { return false }
        return true
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
