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
