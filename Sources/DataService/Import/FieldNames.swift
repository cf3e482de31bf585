/// Finds a field by its name without making a string of it: names are at most 16 bytes, held as two integers.
struct FieldNames {
    struct Packed: Hashable {
        let low: UInt64
        let high: UInt64

        static let byteCountMaximum = 16

        /// - Parameter bytes: at most 16.
        init(_ bytes: Span<UInt8>, in range: Range<Int>) {
            precondition(range.count <= Self.byteCountMaximum)
            low = word(bytes, from: range.lowerBound, count: min(range.count, 8))
            high = range.count > 8 ? word(bytes, from: range.lowerBound + 8, count: range.count - 8) : 0
        }
    }

    private let names: [(name: Packed, field: AccessRecordField)]
    /// Writers keep their order, so the name after the last one is tried first.
    private var next = 0

    init() {
        names = AccessRecordField.allCases.map { field in
            let bytes = Array(field.name.utf8)
            return (Packed(bytes.span, in: bytes.indices), field)
        }
    }

    /// `nil` when no field has this name.
    mutating func field(named bytes: Span<UInt8>, in range: Range<Int>) -> AccessRecordField? {
        guard !range.isEmpty, range.count <= Packed.byteCountMaximum else { return nil }
        let name = Packed(bytes, in: range)
        var index = next
        for _ in names.indices {
            if index == names.count { index = 0 }
            if names[index].name == name {
                next = index + 1
                return names[index].field
            }
            index += 1
        }
        return nil
    }
}
