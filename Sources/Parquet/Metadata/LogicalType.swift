/// What the values of a column mean, beyond their physical type.
package enum LogicalType: Hashable, Sendable {
    /// UTF-8 text in a byte array.
    case string
    /// Time since 1970 in an INT64; with `isAdjustedToUTC` an instant, else the reading of some local clock.
    case timestamp(unit: TimeUnit, isAdjustedToUTC: Bool)
    /// An integer of 8, 16, 32 or 64 bits, in the physical type that holds it.
    case integer(bitWidth: Int, isSigned: Bool)
    /// A group whose one repeated child is the list's element.
    case list
    /// UTF-8 text of one JSON value.
    case json
    /// Days since 1970 in an INT32.
    case date
    /// A type that is not interpreted here, by its number in the format's union; its values come as they lie.
    case other(Int16)

    /// What a timestamp counts.
    package enum TimeUnit: Int16, Hashable, Sendable {
        case milliseconds = 1
        case microseconds = 2
        case nanoseconds = 3
    }
}

extension LogicalType: ThriftStructure {
    init(from reader: inout ThriftReader) throws {
        var type: LogicalType?
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 8:
                let timestamp = try reader.structure(field, as: TimestampAnnotation.self)
                type = .timestamp(unit: timestamp.unit, isAdjustedToUTC: timestamp.isAdjustedToUTC)
            case 10:
                let integer = try reader.structure(field, as: IntegerAnnotation.self)
                type = .integer(bitWidth: integer.bitWidth, isSigned: integer.isSigned)
            default:
                try reader.skipStructure(field)
                type = Self.plain[field.id] ?? .other(field.id)
            }
        }
        guard let type else { throw ParquetError.corruption("a logical type is empty") }
        self = type
    }

    func write(to writer: inout ThriftWriter) {
        switch self {
        case .string: writer.structure(1)
        case .list: writer.structure(3)
        case .date: writer.structure(6)
        case .timestamp(let unit, let isAdjustedToUTC):
            writer.field(8, TimestampAnnotation(unit: unit, isAdjustedToUTC: isAdjustedToUTC))
        case .integer(let bitWidth, let isSigned):
            writer.field(10, IntegerAnnotation(bitWidth: bitWidth, isSigned: isSigned))
        case .json: writer.structure(12)
        case .other(let id): writer.structure(id)
        }
    }

    /// The arms of the union that say all by being there.
    private static let plain: [Int16: LogicalType] = [1: .string, 3: .list, 6: .date, 12: .json]
}

extension LogicalType {
    /// What an old file says by a converted type alone.
    init(convertedType: Int32) {
        switch convertedType {
        case 0: self = .string
        case 3: self = .list
        case 6: self = .date
        case 9: self = .timestamp(unit: .milliseconds, isAdjustedToUTC: true)
        case 10: self = .timestamp(unit: .microseconds, isAdjustedToUTC: true)
        case 11...14: self = .integer(bitWidth: 8 << Int(convertedType - 11), isSigned: false)
        case 15...18: self = .integer(bitWidth: 8 << Int(convertedType - 15), isSigned: true)
        case 19: self = .json
        default: self = .other(-1)
        }
    }

    /// The converted type that old readers look for, where there is one.
    var convertedType: Int32? {
        switch self {
        case .string: 0
        case .list: 3
        case .date: 6
        case .timestamp(.milliseconds, _): 9
        case .timestamp(.microseconds, _): 10
        case .timestamp(.nanoseconds, _): nil
        case .integer(let bitWidth, let isSigned): (isSigned ? 15 : 11) + Int32(bitWidth.trailingZeroBitCount) - 3
        case .json: 19
        case .other: nil
        }
    }

    /// Whether values of the physical type can mean this.
    func fits(_ type: PhysicalType) -> Bool {
        switch self {
        case .string, .json: type == .byteArray
        case .timestamp: type == .int64
        case .integer(let bitWidth, _):
            [8, 16, 32].contains(bitWidth) && type == .int32 || bitWidth == 64 && type == .int64
        case .date: type == .int32
        case .list: false
        case .other: true
        }
    }
}

private struct TimestampAnnotation: ThriftStructure {
    let unit: LogicalType.TimeUnit
    let isAdjustedToUTC: Bool

    init(unit: LogicalType.TimeUnit, isAdjustedToUTC: Bool) {
        self.unit = unit
        self.isAdjustedToUTC = isAdjustedToUTC
    }

    init(from reader: inout ThriftReader) throws {
        var isAdjustedToUTC: Bool?
        var unit: LogicalType.TimeUnit?
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: isAdjustedToUTC = try reader.boolean(field)
            case 2: unit = try reader.structure(field, as: TimeUnitAnnotation.self).unit
            default: try reader.skip(field)
            }
        }
        guard let isAdjustedToUTC, let unit else { throw ParquetError.corruption("a timestamp type is incomplete") }
        self.init(unit: unit, isAdjustedToUTC: isAdjustedToUTC)
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, isAdjustedToUTC)
        writer.structure(2) { $0.structure(unit.rawValue) }
    }
}

private struct TimeUnitAnnotation: ThriftStructure {
    let unit: LogicalType.TimeUnit

    init(from reader: inout ThriftReader) throws {
        var unit: LogicalType.TimeUnit?
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            try reader.skipStructure(field)
            unit = LogicalType.TimeUnit(rawValue: field.id)
        }
        guard let unit else { throw ParquetError.corruption("a time unit is unknown") }
        self.unit = unit
    }

    func write(to writer: inout ThriftWriter) {
        writer.structure(unit.rawValue)
    }
}

private struct IntegerAnnotation: ThriftStructure {
    let bitWidth: Int
    let isSigned: Bool

    init(bitWidth: Int, isSigned: Bool) {
        self.bitWidth = bitWidth
        self.isSigned = isSigned
    }

    init(from reader: inout ThriftReader) throws {
        var bitWidth: Int8?
        var isSigned: Bool?
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 1: bitWidth = try reader.integer(field)
            case 2: isSigned = try reader.boolean(field)
            default: try reader.skip(field)
            }
        }
        guard let bitWidth, let isSigned, [8, 16, 32, 64].contains(bitWidth) else {
            throw ParquetError.corruption("an integer type is incomplete or of an odd width")
        }
        self.init(bitWidth: Int(bitWidth), isSigned: isSigned)
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(1, Int8(bitWidth))
        writer.field(2, isSigned)
    }
}
