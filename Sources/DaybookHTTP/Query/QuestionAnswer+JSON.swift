internal import DataService

extension QuestionAnswer {
    /// The answer as JSON, as its coding says it: a page of records has megabytes, and is written in one go.
    var json: [UInt8] {
        var writer = JSONWriter(reservingCapacity: 4_096)
        writer.beginObject()
        writer.name("columns")
        writer.array(of: columns) { $0.write(to: &$1) }
        writer.name("loss_windows")
        writer.array(of: losses) { $0.write(to: &$1) }
        if let next {
            writer.name("next_cursor")
            writer.string(next)
        }
        writer.name("rows")
        writer.array(of: rows) { row, writer in
            writer.array(of: row) { $0.write(to: &$1) }
        }
        writer.endObject()
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func array<Element>(of elements: [Element], _ write: (Element, inout JSONWriter) -> Void) {
        beginArray()
        for element in elements { write(element, &self) }
        endArray()
    }
}

extension QuestionAnswer.Column {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("name")
        writer.string(name)
        writer.name("type")
        writer.string(type.rawValue)
        writer.endObject()
    }
}

extension QuestionAnswer.Loss {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("end_time")
        writer.string(end)
        writer.name("max_count")
        writer.longInteger(Int128(maximumCount))
        if let node {
            writer.name("node")
            writer.string(node)
        }
        writer.name("start_time")
        writer.string(start)
        writer.endObject()
    }
}

extension Cell {
    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .absent: writer.null()
        case .integer(let integer): writer.longInteger(integer)
        case .number(let number): writer.number(number)
        case .text(let text): writer.string(text)
        }
    }
}
