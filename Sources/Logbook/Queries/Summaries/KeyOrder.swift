/// Puts keys of groups into their order: key by key, an absent value first, else as field values compare.
///
/// Each key is written once as bytes whose order is that of the keys, all into one buffer: what a sort compares again
/// and again is then neither unwrapped nor counted.
struct KeyOrder {
    private var bytes: [UInt8] = []
    /// Where each key begins, and at last where the last one ends.
    private var offsets = [0]

    init(_ keys: some Sequence<[FieldValue?]>) {
        for key in keys {
            for value in key { append(value) }
            offsets.append(bytes.count)
        }
    }

    /// The indices of the keys in their order.
    var indices: [Int] {
        (0..<offsets.count - 1).sorted { left, right in
            var leftIndex = offsets[left]
            var rightIndex = offsets[right]
            while leftIndex < offsets[left + 1], rightIndex < offsets[right + 1] {
                guard bytes[leftIndex] == bytes[rightIndex] else { return bytes[leftIndex] < bytes[rightIndex] }
                leftIndex += 1
                rightIndex += 1
            }
            return leftIndex == offsets[left + 1] && rightIndex < offsets[right + 1]
        }
    }

    private mutating func append(_ value: FieldValue?) {
        switch value {
        case nil: bytes.append(0)
        case .integer(let integer)?: append(1, integer)
        case .text(let text)?:
            bytes.append(2)
            // A text ends before all that it is the beginning of.
            for byte in text.utf8 {
                bytes.append(byte)
                if byte == 0 { bytes.append(0xFF) }
            }
            bytes.append(0)
            bytes.append(0)
        case .time(let time)?: append(3, time.microseconds)
        }
    }

    private mutating func append(_ type: UInt8, _ number: Int64) {
        bytes.append(type)
        let ordered = UInt64(bitPattern: number) ^ 1 << 63
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: ordered >> UInt64(shift)))
        }
    }
}
