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
    /// All names as they stand behind a value when there are no spaces: `,"name":`.
    private let members: [ShortBytes]
    /// Writers keep their order, so the name after the last one is tried first.
    private var next = 0

    init() {
        names = AccessRecordField.allCases.map { field in
            let bytes = Array(field.name.utf8)
            return (Packed(bytes.span, in: bytes.indices), field)
        }
        members = AccessRecordField.allCases.map { ShortBytes(Array(",\"\($0.name)\":".utf8).span) }
    }

    /// The field behind the last one, if it stands at the index with its comma and colon and without spaces; the index
    /// then moves behind the colon.
    @inline(__always)
    mutating func passNext(in line: Span<UInt8>, at index: inout Int) -> AccessRecordField? {
        guard next < names.count else { return nil }
        let member = members.span[next]
        guard hasBytes(line, at: index, of: member) else { return nil }
        index &+= member.count
        next &+= 1
        return names[next &- 1].field
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
