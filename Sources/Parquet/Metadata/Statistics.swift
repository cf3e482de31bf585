/// What a writer says about the values of a column chunk, in the bytes of the format.
///
/// `ParquetReader.bounds` reads the two bounds as typed values.
package struct Statistics: Hashable, Sendable {
    /// `nil` when the writer did not count, which is not zero.
    package var nullCount: Int64?
    package var distinctCount: Int64?
    /// No value is below this; plain encoding, a byte array without its length.
    package var minimum: [UInt8]?
    /// No value is above this; plain encoding, a byte array without its length.
    package var maximum: [UInt8]?
    /// Whether the bound is a value of the chunk; `nil` when the writer does not say.
    package var isMinimumExact: Bool?
    package var isMaximumExact: Bool?
    /// NaN values of a floating-point column, which the bounds leave out.
    package var nanCount: Int64?

    package init() {}
}

extension Statistics: ThriftStructure {
    /// The deprecated bounds (fields 1 and 2) are passed over: their order is not defined for all types.
    init(from reader: inout ThriftReader) throws {
        self.init()
        var previous: Int16 = 0
        while let field = try reader.nextField(after: &previous) {
            switch field.id {
            case 3: nullCount = try reader.integer(field)
            case 4: distinctCount = try reader.integer(field)
            case 5: maximum = try reader.binary(field).array
            case 6: minimum = try reader.binary(field).array
            case 7: isMaximumExact = try reader.boolean(field)
            case 8: isMinimumExact = try reader.boolean(field)
            case 9: nanCount = try reader.integer(field)
            default: try reader.skip(field)
            }
        }
    }

    func write(to writer: inout ThriftWriter) {
        writer.field(3, nullCount)
        writer.field(4, distinctCount)
        writer.field(5, maximum)
        writer.field(6, minimum)
        writer.field(7, isMaximumExact)
        writer.field(8, isMinimumExact)
        writer.field(9, nanCount)
    }
}
