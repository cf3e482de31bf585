/// Compares values in plain encoding (byte arrays without their length) in the order of their column.
struct ValueComparator {
    private let type: PhysicalType
    private let order: ValueOrder

    /// `nil` where the column's order is not known here.
    init?(_ column: Column) {
        guard let order = column.order, (try? ColumnValues(column.type)) != nil else { return nil }
        type = column.type
        self.order = order
    }

    /// Whether the bytes can be a value of the type; those of a damaged file may not.
    func admits(_ value: RawSpan) -> Bool {
        switch type {
        case .boolean: value.byteCount == 1
        case .int32: value.byteCount == 4
        case .int64, .double: value.byteCount == 8
        default: true
        }
    }

    /// Less than, equal to or greater than zero. Both are admitted; NaN compares as equal to all.
    func compare(_ left: RawSpan, _ right: RawSpan) -> Int {
        switch type {
        case .boolean: Int(left.byte(at: 0)) - Int(right.byte(at: 0))
        case .int32: Self.compare(key(left.load(at: 0, as: Int32.self)), key(right.load(at: 0, as: Int32.self)))
        case .int64: Self.compare(key(left.load(at: 0, as: Int64.self)), key(right.load(at: 0, as: Int64.self)))
        case .double:
            Self.compare(
                Double(bitPattern: left.load(at: 0, as: UInt64.self)),
                Double(bitPattern: right.load(at: 0, as: UInt64.self)))
        default: Parquet.compare(left, right)
        }
    }

    /// A number that compares signed as the value compares in the column's order.
    func key<Value: FixedWidthInteger & SignedInteger>(_ value: Value) -> Value {
        order == .unsigned ? value ^ Value.min : value
    }

    private static func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left < right ? -1 : left > right ? 1 : 0
    }
}
