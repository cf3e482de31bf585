/// How pages are compressed. Codecs other than these two are known by name only.
package struct Codec: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let uncompressed = Codec(rawValue: 0)
    package static let zstd = Codec(rawValue: 6)
}

extension Codec: CustomStringConvertible {
    package var description: String {
        let names = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"]
        return names.indices.contains(Int(rawValue)) ? names[Int(rawValue)] : "codec \(rawValue)"
    }
}
