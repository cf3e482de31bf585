internal import Logbook

/// Up to where a file that grows holds something.
struct FileEnd: Hashable, Sendable {
    /// The number in the head of the file.
    var number: UInt64
    var byteCount: Int

    init(number: UInt64, byteCount: Int) {
        self.number = number
        self.byteCount = byteCount
    }

    init(from reader: inout ByteReader) throws(MalformedBytes) {
        number = try reader.varint()
        byteCount = try reader.length()
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.append(varint: number)
        bytes.append(varint: byteCount)
    }
}
