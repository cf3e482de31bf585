internal import DataService
internal import SQLSource

/// Composes the body that callers of published APIs get.
///
/// `{requestId, errCode, errMsg, data}`; `data` is `{totalSize, rowSize, columnSize, success, data, columnNames}`, or
/// `null` when there is an error. Rows are objects with their columns in the order of the statement. Integers stay
/// integers, doubles are written in the shortest form that reads back, blobs in base64, and what JSON has no word for
/// as `null`. A column whose name another column has already gets `_2`, `_3` and so on behind its name.
enum AnswerBody {
    /// - Parameter totalRowCount: rows of all pages, where that is known.
    static func success(_ rows: SQLRows, requestID: String, totalRowCount: Int64?) -> [UInt8] {
        let names = distinct(rows.columnNames)
        var writer = JSONWriter(reservingCapacity: 256 + rows.rows.count * names.count * 24)
        begin(&writer, requestID: requestID, code: .success, message: nil)
        writer.beginObject()
        writer.name("totalSize")
        if let totalRowCount {
            writer.integer(totalRowCount)
        } else {
            writer.null()
        }
        writer.name("rowSize")
        writer.integer(Int64(rows.rows.count))
        writer.name("columnSize")
        writer.integer(Int64(names.count))
        writer.name("success")
        writer.boolean(true)
        writer.name("data")
        writer.beginArray()
        for row in rows.rows {
            writer.beginObject()
            for (name, value) in zip(names, row) {
                writer.name(name)
                write(value, to: &writer)
            }
            writer.endObject()
        }
        writer.endArray()
        writer.name("columnNames")
        writer.beginArray()
        for name in names {
            writer.string(name)
        }
        writer.endArray()
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    static func failure(_ error: ServiceError, requestID: String) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 256)
        begin(&writer, requestID: requestID, code: error.code, message: error.message)
        writer.null()
        writer.endObject()
        return writer.bytes
    }

    private static func begin(
        _ writer: inout JSONWriter, requestID: String, code: ServiceErrorCode, message: String?
    ) {
        writer.beginObject()
        writer.name("requestId")
        writer.string(requestID)
        writer.name("errCode")
        writer.string(code.rawValue)
        writer.name("errMsg")
        writer.string(message)
        writer.name("data")
    }

    private static func write(_ value: SQLValue, to writer: inout JSONWriter) {
        switch value {
        case .null: writer.null()
        case .integer(let value): writer.integer(value)
        case .double(let value): writer.number(value)
        case .text(let value): writer.string(value)
        case .blob(let value): writer.base64(value)
        }
    }

    static func distinct(_ names: [String]) -> [String] {
        var used = Set(names)
        guard used.count < names.count else { return names }
        var seen: Set<String> = []
        return names.map { name in
            guard !seen.insert(name).inserted else { return name }
            var number = 2
            while !used.insert("\(name)_\(number)").inserted {
                number += 1
            }
            return "\(name)_\(number)"
        }
    }
}
