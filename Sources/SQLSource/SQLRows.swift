/// What a statement returned: rows of as many values as there are columns, in the order of the source.
package struct SQLRows: Hashable, Sendable {
    /// As the source names them; two columns may have one name.
    package let columnNames: [String]
    package let rows: [[SQLValue]]

    package init(columnNames: [String], rows: [[SQLValue]]) {
        self.columnNames = columnNames
        self.rows = rows
    }
}
