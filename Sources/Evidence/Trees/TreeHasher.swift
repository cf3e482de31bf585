internal import CChecksum
internal import Crypto
internal import FoundationEssentials
package import Logbook

/// The hashes of RFC 6962 section 2.1. The one place of the target that handles pointers.
package enum TreeHasher {
    private static let leafPrefix: [UInt8] = [0]
    private static let nodePrefix: [UInt8] = [1]

    /// The root of a tree without leaves: the SHA-256 of nothing.
    package static let emptyRoot = fingerprint(of: SHA256())

    /// The hash of a leaf whose content is in the range.
    package static func leaf(_ bytes: [UInt8], in range: Range<Int>) -> Fingerprint {
        var hasher = SHA256()
        hasher.update(data: leafPrefix)
        unsafe bytes.span.extracting(range).withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
        return fingerprint(of: hasher)
    }

    package static func leaf(_ bytes: [UInt8]) -> Fingerprint {
        leaf(bytes, in: bytes.indices)
    }

    /// The hash over two subtrees.
    package static func node(_ left: Fingerprint, _ right: Fingerprint) -> Fingerprint {
        var hasher = SHA256()
        hasher.update(data: nodePrefix)
        unsafe withUnsafeBytes(of: (left, right)) { unsafe hasher.update(bufferPointer: $0) }
        return fingerprint(of: hasher)
    }

    /// The hashes of many leaves: of the contents in the ranges.
    ///
    /// - Parameter ranges: all of them within the bytes.
    package static func leaves(_ bytes: [UInt8], in ranges: [Range<Int>]) -> [Fingerprint] {
        leaves(bytes, in: ranges, laneCount: laneCount)
    }

    /// - Parameter laneCount: how many are hashed at once, at most `laneCount` of this processor.
    static func leaves(_ bytes: [UInt8], in ranges: [Range<Int>], laneCount: Int) -> [Fingerprint] {
        guard laneCount > 0 else { return ranges.map { leaf(bytes, in: $0) } }
        let contents = ranges.map { range in
            precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
            return daybook_content(start: range.lowerBound, end: range.upperBound)
        }
        return unsafe bytes.withUnsafeBytes { unsafe hashes(prefix: leafPrefix[0], $0, contents, laneCount) }
    }

    /// The hashes over subtrees, two by two.
    ///
    /// - Parameter subtrees: an even number of them.
    static func nodes(_ subtrees: ArraySlice<Fingerprint>) -> [Fingerprint] {
        precondition(subtrees.count.isMultiple(of: 2))
        guard laneCount > 0 else {
            return stride(from: subtrees.startIndex, to: subtrees.endIndex, by: 2).map { index in
                node(subtrees[index], subtrees[index + 1])
            }
        }
        let byteCount = 2 * Fingerprint.byteCount
        let contents = (0..<subtrees.count / 2).map { index in
            daybook_content(start: index * byteCount, end: (index + 1) * byteCount)
        }
        return unsafe subtrees.withUnsafeBytes { unsafe hashes(prefix: nodePrefix[0], $0, contents, laneCount) }
    }

    /// How many messages the processor hashes at once with instructions of its own; 0 when it has none.
    static let laneCount = daybook_sha256_lane_count()

    /// - Parameter contents: all of them within the bytes.
    private static func hashes(
        prefix: UInt8, _ bytes: UnsafeRawBufferPointer, _ contents: [daybook_content], _ laneCount: Int
    ) -> [Fingerprint] {
        let digests = unsafe [UInt8](unsafeUninitializedCapacity: contents.count * Fingerprint.byteCount) {
            digests, byteCount in
            byteCount = contents.count * Fingerprint.byteCount
            guard let content = bytes.baseAddress, let digest = digests.baseAddress else { return }
            unsafe daybook_sha256_all(
                laneCount, prefix, content.assumingMemoryBound(to: UInt8.self), contents, contents.count, digest)
        }
        return contents.indices.map { index in
            let start = index * Fingerprint.byteCount
            let digest = unsafe digests.span.bytes.extracting(start..<start + Fingerprint.byteCount)
            return Fingerprint(digest: digest)
        }
    }

    fileprivate static func fingerprint(of hasher: SHA256) -> Fingerprint {
        let digest = hasher.finalize()
        return unsafe digest.withUnsafeBytes { unsafe Fingerprint(digest: RawSpan(_unsafeBytes: $0)) }
    }
}

/// The plain SHA-256 of content that comes in pieces, such as a file.
package struct ContentHasher {
    private var hasher = SHA256()

    package init() {}

    package mutating func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
    }

    package var fingerprint: Fingerprint { TreeHasher.fingerprint(of: hasher) }
}
