/// Builds the levels of a list column row by row; the elements' values are the caller's to append.
package struct LevelBuilder {
    package private(set) var definitionLevels: [UInt8] = []
    package private(set) var repetitionLevels: [UInt8] = []
    private let column: Column

    /// - Parameter column: a list column, one level deep.
    package init(_ column: Column) {
        precondition(column.maximumRepetitionLevel == 1)
        self.column = column
    }

    /// A row whose list is null; the list is optional.
    package mutating func appendNull() {
        precondition(column.elementDefinitionLevel > 1)
        append(repetition: 0, definition: 0)
    }

    /// A row with `count` elements, all of them there. With 0 the list is empty.
    package mutating func append(count: Int) {
        append(elements: repeatElement(true, count: count))
    }

    /// A row whose elements are there where `elements` says so, else null.
    package mutating func append(elements: some Sequence<Bool>) {
        var isEmpty = true
        for isPresent in elements {
            precondition(isPresent || column.maximumDefinitionLevel > column.elementDefinitionLevel)
            append(
                repetition: isEmpty ? 0 : 1,
                definition: isPresent ? column.maximumDefinitionLevel : column.elementDefinitionLevel)
            isEmpty = false
        }
        if isEmpty { append(repetition: 0, definition: column.elementDefinitionLevel - 1) }
    }

    private mutating func append(repetition: UInt8, definition: UInt8) {
        repetitionLevels.append(repetition)
        definitionLevels.append(definition)
    }
}
