/// What a bloom filter knows of a value: the hash of its plain encoding, a byte array's without its length.
///
/// Made once, it probes the filters of many row groups.
package struct BloomKey: Hashable, Sendable {
    let hash: UInt64

    /// The key of an INT32.
    package init(_ value: Int32) {
        hash = XXHash64.hash(UInt32(bitPattern: value))
    }

    /// The key of an INT64.
    package init(_ value: Int64) {
        hash = XXHash64.hash(UInt64(bitPattern: value))
    }

    /// The key of a DOUBLE. Zeros and NaN count by their bits.
    package init(_ value: Double) {
        hash = XXHash64.hash(value.bitPattern)
    }

    /// The key of a byte array.
    package init(_ value: RawSpan) {
        hash = XXHash64.hash(value)
    }

    /// The key of a text's UTF-8 bytes.
    package init(_ value: String) {
        let bytes = Array(value.utf8)
        hash = XXHash64.hash(bytes.rawSpan)
    }
}
