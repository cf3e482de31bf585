import Parquet

/// Prints rows as JSON lines in a form that any language can draw up too: doubles as their bits, bytes in hexadecimal.
struct Dump {
    private let reader: ParquetReader

    init(_ reader: ParquetReader) {
        self.reader = reader
    }

    func run() throws {
        for group in 0..<reader.rowGroupCount {
            let columns = try reader.schema.columns.indices.map { index in
                try rows(of: reader.read(column: index, rowGroup: group), reader.schema.columns[index])
            }
            var lines = ""
            for row in 0..<reader.rowCount(ofRowGroup: group) {
                lines += "[" + columns.map { $0[row] }.joined(separator: ",") + "]\n"
            }
            print(lines, terminator: "")
        }
    }

    /// Each row of a column as JSON.
    private func rows(of batch: ColumnBatch, _ column: Column) -> [String] {
        var rows: [String] = []
        var elements: [String] = []
        var value = 0
        for position in 0..<batch.levelCount {
            let definition = batch.definitionLevels?[position] ?? column.maximumDefinitionLevel
            var text: String? = "null"
            if definition == column.maximumDefinitionLevel {
                text = json(batch.values, value, column)
                value += 1
            } else if column.isList, definition < column.elementDefinitionLevel {
                text = nil
            }
            guard column.isList else {
                rows.append(text ?? "null")
                continue
            }
            if batch.repetitionLevels?[position] == 0 { elements = [] }
            if let text { elements.append(text) }
            let isNull = text == nil && definition + 1 < column.elementDefinitionLevel
            let row = isNull ? "null" : "[" + elements.joined(separator: ",") + "]"
            if batch.repetitionLevels?[position] == 0 { rows.append(row) } else { rows[rows.count - 1] = row }
        }
        return rows
    }

    private func json(_ values: ColumnValues, _ index: Int, _ column: Column) -> String {
        let isUnsigned = if case .integer(_, isSigned: false) = column.logicalType { true } else { false }
        switch values {
        case .boolean(let values): return values[index] ? "true" : "false"
        case .int32(let values): return isUnsigned ? "\(UInt32(bitPattern: values[index]))" : "\(values[index])"
        case .int64(let values): return isUnsigned ? "\(UInt64(bitPattern: values[index]))" : "\(values[index])"
        case .double(let values): return "\"\(String(values[index].bitPattern, radix: 16))\""
        case .byteArray(let values):
            return column.logicalType == .string ? quoted(values.string(index)) : quoted(hexadecimal(values, index))
        }
    }

    private func hexadecimal(_ values: ByteArrays, _ index: Int) -> String {
        values.bytes[values.range(index)].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// A JSON string in ASCII.
func quoted(_ text: String) -> String {
    var result = "\""
    for unit in text.utf16 {
        switch unit {
        case 0x20..<0x7F where unit != 0x22 && unit != 0x5C: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
        default: result += "\\u" + String(UInt32(unit) + 0x10000, radix: 16).dropFirst()
        }
    }
    return result + "\""
}
