/// The columns of a file, in the order in which each row group holds them.
package struct Schema: Hashable, Sendable {
    package let columns: [Column]
    /// The tree behind the columns, depth first, with its root.
    let elements: [SchemaElement]

    /// The schema of a file to be written.
    ///
    /// - Throws: `invalidInput` when a name is empty or given twice, or there is no column.
    package init(_ fields: [Field]) throws {
        var names: Set<String> = []
        for field in fields {
            guard !field.name.isEmpty else { throw ParquetError.invalidInput("a column has no name") }
            guard names.insert(field.name).inserted else {
                throw ParquetError.invalidInput("two columns have one name").at(column: field.name)
            }
        }
        guard !fields.isEmpty else { throw ParquetError.invalidInput("a file needs a column") }
        try self.init(
            elements: [SchemaElement(name: "schema", childCount: Int32(fields.count))] + fields.flatMap(\.elements))
    }

    /// The schema of a file that was read.
    init(elements: [SchemaElement]) throws {
        guard elements.count <= schemaElementLimit else {
            throw ParquetError.limitExceeded("the schema has too many elements")
        }
        var walk = SchemaWalk()
        for element in elements { try walk.enter(element) }
        try walk.finish()
        columns = walk.columns
        self.elements = elements
    }

    /// The index of the column with this path, joined by dots; a list is found by its own name too.
    package func column(named name: String) -> Int? {
        columns.firstIndex { $0.name == name } ?? columns.firstIndex { $0.isList && $0.path.first == name }
    }
}

/// Turns the flattened tree into leaves, carrying the levels down.
private struct SchemaWalk {
    private struct Group {
        var path: [String]
        var childrenLeft: Int
        var definitionLevel: UInt8
        var repetitionLevel: UInt8
        var elementDefinitionLevel: UInt8
    }

    /// Deeper trees would not fit the levels' bytes, and are nowhere seen.
    private static let depthLimit = 32

    private(set) var columns: [Column] = []
    private var groups: [Group] = []
    private var sawRoot = false

    mutating func enter(_ element: SchemaElement) throws {
        guard sawRoot else {
            sawRoot = true
            guard element.type == nil, let count = element.childCount, count >= 0 else {
                throw ParquetError.corruption("the root of the schema is not a group")
            }
            groups = [
                Group(
                    path: [], childrenLeft: Int(count), definitionLevel: 0, repetitionLevel: 0,
                    elementDefinitionLevel: 0)
            ]
            return
        }
        while let last = groups.last, last.childrenLeft == 0 { groups.removeLast() }
        guard var parent = groups.last else { throw ParquetError.corruption("the schema has elements past its end") }
        guard groups.count < Self.depthLimit else { throw ParquetError.unsupported("the schema nests too deep") }
        groups[groups.count - 1].childrenLeft -= 1
        parent.path.append(element.name)
        if element.repetition == .optional || element.repetition == .repeated { parent.definitionLevel += 1 }
        if element.repetition == .repeated {
            parent.repetitionLevel += 1
            parent.elementDefinitionLevel = parent.definitionLevel
        }
        if let type = element.type {
            guard element.childCount ?? 0 == 0 else {
                throw ParquetError.corruption("a leaf of the schema has children")
            }
            var logicalType = element.logicalType
            if let known = logicalType, !known.fits(type) { logicalType = .other(-1) }
            columns.append(
                Column(
                    path: parent.path, type: type, logicalType: logicalType,
                    maximumDefinitionLevel: parent.definitionLevel, maximumRepetitionLevel: parent.repetitionLevel,
                    elementDefinitionLevel: parent.elementDefinitionLevel))
        } else {
            guard let count = element.childCount, count >= 0 else {
                throw ParquetError.corruption("a group of the schema has no child count")
            }
            parent.childrenLeft = Int(count)
            groups.append(parent)
        }
    }

    func finish() throws {
        guard sawRoot, groups.allSatisfy({ $0.childrenLeft == 0 }) else {
            throw ParquetError.corruption("the schema ends early")
        }
    }
}
