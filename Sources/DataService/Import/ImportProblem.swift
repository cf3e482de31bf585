/// A line that was not imported.
package struct ImportProblem: Hashable, Sendable {
    /// From 1, lines without content included.
    package let line: Int
    package let cause: MalformedAccessRecord

    package init(line: Int, cause: MalformedAccessRecord) {
        self.line = line
        self.cause = cause
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("line")
        writer.integer(Int64(line))
        writer.name("column")
        writer.integer(Int64(cause.column))
        writer.name("reason")
        writer.string(cause.reason.description)
        writer.endObject()
    }
}

extension ImportProblem: CustomStringConvertible {
    package var description: String { "line \(line), column \(cause.column): \(cause.reason)" }
}
