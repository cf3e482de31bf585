internal import Logbook
internal import Parquet

/// What the files of one kind of stream look like.
struct SegmentSchema: Sendable {
    let kind: Stream.Kind
    let schema: Parquet.Schema
    let options: WriterOptions

    /// Of access segments.
    static let access = SegmentSchema(.access, AccessColumn.allCases.map(\.field), bloomed: AccessColumn.bloomed)
    /// Of audit segments.
    static let audit = SegmentSchema(.audit, AuditColumn.allCases.map(\.field), bloomed: AuditColumn.bloomed)

    static func of(_ kind: Stream.Kind) -> SegmentSchema {
        switch kind {
        case .access: access
        case .audit: audit
        }
    }

    private init(_ kind: Stream.Kind, _ fields: [Parquet.Field], bloomed: [String]) {
        self.kind = kind
        do {
            self.schema = try Parquet.Schema(fields)
        } catch {
            preconditionFailure("the declared columns are no schema: \(error)")
        }
        var options = WriterOptions()
        options.createdBy = "daybook version \(SegmentMetadata.daybookVersion)"
        options.pageRowLimit = Limits.pageRecordCount
        // Pages end at the same rows in all columns; the rows are chosen so that no page gets too large.
        options.pageByteLimit = .max
        options.sortingColumns = [SortingColumn(column: 0)]
        for name in bloomed {
            var column = ColumnOptions()
            column.bloomFilterFalsePositiveRate = Limits.bloomFalsePositiveRate
            options.columns[name] = column
        }
        self.options = options
    }
}

extension AccessColumn {
    /// Names of the columns with a bloom filter.
    static let bloomed = ["detail_integers", "detail_hex", "detail_texts"]
}

extension AuditColumn {
    /// Names of the columns with a bloom filter.
    static let bloomed = ["arguments_integers", "arguments_hex", "arguments_texts"]
}
