import DataService
import DaybookHTTP
import Logbook

/// A line of JSON for each row, its fields in the order of the columns. Access times are milliseconds since 1970, as
/// in the access log API; other times are RFC 3339.
struct JSONLinesFormat: AnswerFormat {
    func text(of rows: [[Cell]], under columns: [QuestionAnswer.Column], isFirst: Bool) throws -> String {
        var text = ""
        for row in rows {
            var writer = JSONWriter(reservingCapacity: 1_024)
            writer.beginObject()
            for (column, cell) in zip(columns, row) {
                writer.name(column.name)
                try write(cell, of: column, to: &writer)
            }
            writer.endObject()
            text += String(decoding: writer.bytes, as: UTF8.self)
            text += "\n"
        }
        return text
    }

    private func write(_ cell: Cell, of column: QuestionAnswer.Column, to writer: inout JSONWriter) throws {
        switch cell {
        case .absent: writer.null()
        case .integer(let integer):
            // Only a sum is longer than 64 bits, and most readers of JSON have no such number.
            if let short = Int64(exactly: integer) {
                writer.integer(short)
            } else {
                writer.number(Double(integer))
            }
        case .number(let number): writer.number(number)
        case .text(let text) where column.name == AccessField.accessTime.rawValue:
            writer.integer(try AnswerTime(text).time.milliseconds)
        case .text(let text): writer.string(text)
        }
    }
}
