/// A reason is `u8` 1 and the days (varint), 2 and the bytes (varint), or 3 and who asked (text).
extension PruneReason {
    private enum Kind: UInt8 {
        case age = 1
        case size = 2
        case request = 3
    }

    package func encode(into bytes: inout [UInt8]) {
        switch self {
        case .age(let days):
            bytes.append(Kind.age.rawValue)
            bytes.append(varint: days)
        case .size(let byteCount):
            bytes.append(Kind.size.rawValue)
            bytes.append(varint: byteCount)
        case .request(let name):
            bytes.append(Kind.request.rawValue)
            bytes.append(text: name)
        }
    }

    package init(from reader: inout ByteReader) throws(MalformedBytes) {
        switch try reader.choice(Kind.self) {
        case .age: self = .age(days: try reader.length())
        case .size: self = .size(byteCount: try reader.length())
        case .request: self = .request(by: try reader.text())
        }
    }
}
