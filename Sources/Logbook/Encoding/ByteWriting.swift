/// What `ByteReader` reads, written to the end of an array of bytes.
extension [UInt8] {
    package mutating func append(fixed32 value: UInt32) {
        for shift in stride(from: 0, to: 32, by: 8) {
            append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
        }
    }

    package mutating func append(fixed64 value: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }

    package mutating func append(varint value: some BinaryInteger) {
        precondition(value >= 0, "an unsigned varint cannot hold a negative number")
        var rest = UInt64(value)
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    package mutating func append(text: String) {
        append(varint: text.utf8.count)
        append(contentsOf: text.utf8)
    }

    package mutating func append<Item>(list: [Item], _ write: (Item, inout [UInt8]) -> Void) {
        append(varint: list.count)
        for item in list {
            write(item, &self)
        }
    }

    /// Writes over four bytes that were left free.
    package mutating func replace(fixed32 value: UInt32, at offset: Int) {
        for index in 0..<4 {
            self[offset + index] = UInt8(truncatingIfNeeded: value >> UInt32(8 * index))
        }
    }
}
