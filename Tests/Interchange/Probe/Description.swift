import Parquet

/// Prints what a file says about itself: a line for each column chunk.
struct Description {
    private let reader: ParquetReader

    init(_ reader: ParquetReader) {
        self.reader = reader
    }

    func run() throws {
        for group in 0..<reader.rowGroupCount {
            for (index, column) in reader.schema.columns.enumerated() {
                let metadata = try reader.chunk(column: index, rowGroup: group).metadata
                let bounds = try reader.bounds(column: index, rowGroup: group)
                let filter = try reader.bloomFilter(column: index, rowGroup: group)
                let members = [
                    ("group", "\(group)"), ("column", quoted(column.name)),
                    ("encodings", "[" + metadata.encodings.map { quoted("\($0)") }.joined(separator: ",") + "]"),
                    ("codec", quoted("\(metadata.codec)")),
                    ("nulls", metadata.statistics?.nullCount.map { "\($0)" } ?? "null"),
                    ("min", text(bounds?.minimum)), ("max", text(bounds?.maximum)),
                    ("bloom", "\(filter != nil)"), ("pages", try pages(index, group)),
                ]
                print("{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}")
            }
        }
    }

    private func pages(_ column: Int, _ group: Int) throws -> String {
        guard let pages = try reader.pages(column: column, rowGroup: group) else { return "null" }
        let texts = pages.map { page in
            "{\"first\":\(page.rows.lowerBound),\"rows\":\(page.rows.count),\"nulls\":\(page.nullCount ?? -1),"
                + "\"min\":\(text(page.minimum)),\"max\":\(text(page.maximum))}"
        }
        return "[" + texts.joined(separator: ",") + "]"
    }

    private func text(_ scalar: Scalar?) -> String {
        switch scalar {
        case nil: "null"
        case .boolean(let value)?: "\(value)"
        case .int32(let value)?: "\(value)"
        case .int64(let value)?: "\(value)"
        case .double(let value)?: quoted("\(value)")
        case .bytes(let value)?: quoted(String(decoding: value, as: UTF8.self))
        }
    }
}
