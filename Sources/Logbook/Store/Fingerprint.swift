/// 32 bytes that stand for content: a SHA-256. Who computes it says of what.
@usableFromInline package struct Fingerprint: Hashable, Sendable {
    @usableFromInline package static let byteCount = 32

    // Kept in the order of the bytes, so that hashing may read them as they lie in memory.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    /// `nil` when there are not exactly 32 bytes.
    @inlinable
    package init?(_ bytes: some Sequence<UInt8>) {
        var words: SIMD4<UInt64> = .zero
        var count = 0
        for byte in bytes {
            guard count < Self.byteCount else { return nil }
            words[count / 8] |= UInt64(byte) << UInt64(8 * (count % 8))
            count += 1
        }
        guard count == Self.byteCount else { return nil }
        self.init(words)
    }

    /// - Parameter digest: 32 bytes.
    package init(digest: RawSpan) {
        precondition(digest.byteCount == Self.byteCount, "a fingerprint has 32 bytes")
        first = unsafe digest.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
        second = unsafe digest.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt64.self)
        third = unsafe digest.unsafeLoadUnaligned(fromByteOffset: 16, as: UInt64.self)
        fourth = unsafe digest.unsafeLoadUnaligned(fromByteOffset: 24, as: UInt64.self)
    }

    @usableFromInline
    init(_ words: SIMD4<UInt64>) {
        first = UInt64(littleEndian: words[0])
        second = UInt64(littleEndian: words[1])
        third = UInt64(littleEndian: words[2])
        fourth = UInt64(littleEndian: words[3])
    }

    package init(from reader: inout ByteReader) throws(MalformedBytes) {
        first = UInt64(littleEndian: try reader.fixed64())
        second = UInt64(littleEndian: try reader.fixed64())
        third = UInt64(littleEndian: try reader.fixed64())
        fourth = UInt64(littleEndian: try reader.fixed64())
    }

    package func encode(into bytes: inout [UInt8]) {
        for word in [first, second, third, fourth] {
            bytes.append(fixed64: UInt64(littleEndian: word))
        }
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        encode(into: &bytes)
        return bytes
    }
}

extension Fingerprint: CustomStringConvertible {
    /// 64 hexadecimal digits.
    @usableFromInline package var description: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
