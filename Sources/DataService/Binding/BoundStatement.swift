package import Logbook

/// A statement ready to run: what to execute, with which values, and what the record says of it.
package struct BoundStatement: Hashable, Sendable {
    /// SQL with a `?` for each value.
    package let sql: String
    package let values: [AccessDetail.Value]
    /// The same statement for the record; values of parameters with secret names are masked.
    package let recorded: AccessDetail.Statement
    /// `nil` when the author of the script pages.
    package let page: Page?

    package struct Page: Hashable, Sendable {
        package let limit: Int64
        package let offset: Int64
    }

    /// The whole number of matching rows, when the rows of this page tell: it is neither full nor beyond the end.
    package func totalRowCount(ofRowCount rowCount: Int) -> Int64? {
        guard let page else { return Int64(rowCount) }
        let isLast = Int64(rowCount) < page.limit && (rowCount > 0 || page.offset == 0)
        return isLast ? page.offset + Int64(rowCount) : nil
    }
}

/// Puts a statement together piece by piece.
struct StatementBuilder {
    private var fragments = [""]
    private var values: [AccessDetail.Value] = []
    private var recordedValues: [AccessDetail.Value] = []

    mutating func append(_ text: String) {
        fragments[fragments.count - 1] += text
    }

    mutating func append(_ value: AccessDetail.Value, isSecret: Bool = false) {
        values.append(value)
        recordedValues.append(isSecret && value != .null ? .text(SecretNames.mask) : value)
        fragments.append("")
    }

    func statement(page: BoundStatement.Page?) -> BoundStatement {
        BoundStatement(
            sql: fragments.joined(separator: "?"), values: values,
            recorded: AccessDetail.Statement(fragments: fragments, values: recordedValues), page: page)
    }
}
