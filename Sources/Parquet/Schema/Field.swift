/// One column of a file to be written.
package struct Field: Hashable, Sendable {
    package let name: String
    package let type: ColumnType
    /// Whether a row's value (for a list, the whole list) may be null.
    package let isOptional: Bool
    /// For a list: whether its elements may be null. `nil` for a plain column.
    package let elementIsOptional: Bool?

    /// A column with one value in each row.
    package static func required(_ name: String, _ type: ColumnType) -> Field {
        Field(name: name, type: type, isOptional: false, elementIsOptional: nil)
    }

    /// A column with one value or null in each row.
    package static func optional(_ name: String, _ type: ColumnType) -> Field {
        Field(name: name, type: type, isOptional: true, elementIsOptional: nil)
    }

    /// A column with a list of values in each row.
    package static func list(
        _ name: String, of type: ColumnType, isOptional: Bool = false, elementIsOptional: Bool = false
    ) -> Field {
        Field(name: name, type: type, isOptional: isOptional, elementIsOptional: elementIsOptional)
    }

    /// The nodes of the schema tree: one for a plain column, the three-level form for a list.
    var elements: [SchemaElement] {
        let repetition: SchemaElement.Repetition = isOptional ? .optional : .required
        guard let elementIsOptional else {
            return [
                SchemaElement(name: name, type: type.physical, repetition: repetition, logicalType: type.logical)
            ]
        }
        return [
            SchemaElement(name: name, repetition: repetition, childCount: 1, logicalType: .list),
            SchemaElement(name: "list", repetition: .repeated, childCount: 1),
            SchemaElement(
                name: "element", type: type.physical, repetition: elementIsOptional ? .optional : .required,
                logicalType: type.logical),
        ]
    }
}
