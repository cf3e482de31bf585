/// How the values of a page are turned into bytes.
///
/// Source: https://github.com/apache/parquet-format/blob/master/Encodings.md
package struct Encoding: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let plain = Encoding(rawValue: 0)
    /// The old name of `rleDictionary`; read, never written.
    package static let plainDictionary = Encoding(rawValue: 2)
    package static let rle = Encoding(rawValue: 3)
    package static let deltaBinaryPacked = Encoding(rawValue: 5)
    package static let deltaLengthByteArray = Encoding(rawValue: 6)
    package static let deltaByteArray = Encoding(rawValue: 7)
    package static let rleDictionary = Encoding(rawValue: 8)
    /// Read, never written.
    package static let byteStreamSplit = Encoding(rawValue: 9)

    var isDictionary: Bool { self == .rleDictionary || self == .plainDictionary }
}

extension Encoding: CustomStringConvertible {
    package var description: String {
        let names = [
            "PLAIN", "GROUP_VAR_INT", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED",
            "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT", "ALP",
        ]
        return names.indices.contains(Int(rawValue)) ? names[Int(rawValue)] : "encoding \(rawValue)"
    }
}
