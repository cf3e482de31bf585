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

    package mutating func append(signedVarint value: some SignedInteger) {
        let value = Int64(value)
        append(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    package mutating func append(flag: Bool) {
        append(flag ? 1 : 0)
    }

    package mutating func append(text: String) {
        append(varint: text.utf8.count)
        append(contentsOf: text.utf8)
    }

    package mutating func append<Value>(optional value: Value?, _ write: (Value, inout [UInt8]) -> Void) {
        append(flag: value != nil)
        if let value {
            write(value, &self)
        }
    }

    package mutating func append(optionalText text: String?) {
        append(optional: text) { $1.append(text: $0) }
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
