package import NIOCore

/// Writes a document field by field: enough to change a handshake reply and to answer an error.
package struct BSONBuilder {
    private var buffer = ByteBuffer()

    package init() {
        buffer.writeInteger(Int32(0))
    }

    package mutating func append(_ key: String, _ value: String) {
        begin(.string, key)
        buffer.writeInteger(Int32(value.utf8.count + 1), endianness: .little)
        buffer.writeString(value)
        buffer.writeInteger(UInt8(0))
    }

    package mutating func append(_ key: String, _ value: Int32) {
        begin(.int32, key)
        buffer.writeInteger(value, endianness: .little)
    }

    package mutating func append(_ key: String, _ value: Int64) {
        begin(.int64, key)
        buffer.writeInteger(value, endianness: .little)
    }

    package mutating func append(_ key: String, _ value: Double) {
        begin(.double, key)
        buffer.writeInteger(value.bitPattern, endianness: .little)
    }

    package mutating func append(_ key: String, _ value: Bool) {
        begin(.boolean, key)
        buffer.writeInteger(UInt8(value ? 1 : 0))
    }

    package mutating func append(_ key: String, subtype: UInt8, binary: ByteBuffer) {
        begin(.binary, key)
        buffer.writeInteger(Int32(binary.readableBytes), endianness: .little)
        buffer.writeInteger(subtype)
        buffer.writeImmutableBuffer(binary)
    }

    package mutating func append(_ key: String, _ value: BSONDocument) {
        begin(.document, key)
        buffer.writeImmutableBuffer(value.bytes)
    }

    package mutating func append(_ key: String, array values: [String]) {
        var array = BSONBuilder()
        for (index, value) in values.enumerated() {
            array.append(String(index), value)
        }
        append(key, array: array.finish())
    }

    /// - Parameter array: keys "0", "1" and so on.
    package mutating func append(_ key: String, array: BSONDocument) {
        begin(.array, key)
        buffer.writeImmutableBuffer(array.bytes)
    }

    /// Appends a whole element of another document: type, key and value.
    package mutating func append(element: ByteBuffer) {
        buffer.writeImmutableBuffer(element)
    }

    package consuming func finish() -> BSONDocument {
        buffer.writeInteger(UInt8(0))
        buffer.setInteger(Int32(buffer.readableBytes), at: buffer.readerIndex, endianness: .little)
        return BSONDocument(unchecked: buffer)
    }

    private mutating func begin(_ type: BSONType, _ key: String) {
        precondition(!key.utf8.contains(0))
        buffer.writeInteger(type.rawValue)
        buffer.writeString(key)
        buffer.writeInteger(UInt8(0))
    }
}
