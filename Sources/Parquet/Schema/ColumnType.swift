/// What a column to be written holds: a physical type and what it means.
package struct ColumnType: Hashable, Sendable {
    package let physical: PhysicalType
    package let logical: LogicalType?

    /// Fails with `invalidInput` where the physical type cannot carry the meaning, and `unsupported` where it is not
    /// written here at all.
    package init(_ physical: PhysicalType, _ logical: LogicalType? = nil) throws {
        guard [.boolean, .int32, .int64, .double, .byteArray].contains(physical) else {
            throw ParquetError.unsupported("columns of \(physical) are not written")
        }
        if let logical {
            if case .other = logical { throw ParquetError.unsupported("this logical type is not written") }
            guard logical.fits(physical) else {
                throw ParquetError.invalidInput("the logical type does not fit \(physical)")
            }
        }
        self.init(unchecked: physical, logical)
    }

    private init(unchecked physical: PhysicalType, _ logical: LogicalType? = nil) {
        self.physical = physical
        self.logical = logical
    }

    package static let boolean = ColumnType(unchecked: .boolean)
    package static let int32 = ColumnType(unchecked: .int32)
    package static let int64 = ColumnType(unchecked: .int64)
    package static let double = ColumnType(unchecked: .double)
    /// Bytes without further meaning.
    package static let bytes = ColumnType(unchecked: .byteArray)
    /// UTF-8 text.
    package static let string = ColumnType(unchecked: .byteArray, .string)
    /// An instant, in milliseconds since 1970 UTC.
    package static let timestampMilliseconds = ColumnType(
        unchecked: .int64, .timestamp(unit: .milliseconds, isAdjustedToUTC: true))
    /// An instant, in microseconds since 1970 UTC.
    package static let timestampMicroseconds = ColumnType(
        unchecked: .int64, .timestamp(unit: .microseconds, isAdjustedToUTC: true))
    package static let uint32 = ColumnType(unchecked: .int32, .integer(bitWidth: 32, isSigned: false))
    package static let uint64 = ColumnType(unchecked: .int64, .integer(bitWidth: 64, isSigned: false))
}
