/// A leaf of the schema: what a column chunk holds.
///
/// Levels say what of a value's path is there. With a definition level of `maximumDefinitionLevel` there is a value; a
/// smaller one says at which step of the path the null, or the empty list, stands. A repetition level of 0 begins a
/// row.
///
/// Source: Melnik et al., "Dremel: Interactive Analysis of Web-Scale Datasets", VLDB 2010.
package struct Column: Hashable, Sendable {
    /// Names from the root to the leaf; those of a list are the list's name, "list" and "element".
    package let path: [String]
    package let type: PhysicalType
    package let logicalType: LogicalType?
    /// 0 for a required column of required groups, and one more for each optional or repeated step.
    package let maximumDefinitionLevel: UInt8
    /// 0 for a plain column, 1 for a list; more for lists of lists, which are not read.
    package let maximumRepetitionLevel: UInt8
    /// For a list: from this definition level on an element is there, null or not; below, the list is empty or null.
    package let elementDefinitionLevel: UInt8

    /// The path, joined by dots.
    package var name: String { path.joined(separator: ".") }

    package var isList: Bool { maximumRepetitionLevel > 0 }

    /// How the bounds of the column compare; `nil` where the order of the type is not known here.
    var order: ValueOrder? {
        switch logicalType {
        case .other: nil
        case .integer(_, isSigned: false): .unsigned
        default: .natural
        }
    }
}

/// The order of a column's values.
enum ValueOrder {
    /// Signed numbers, unsigned bytes, false before true.
    case natural
    /// INT32 and INT64 as unsigned numbers.
    case unsigned
}
