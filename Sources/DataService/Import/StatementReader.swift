internal import Logbook

/// Splits the text of a statement into fragments and the literals between them: whole and decimal numbers, strings.
///
/// A literal is taken out only in the form in which `AccessDetail.text` writes its value, so text comes back byte for
/// byte. The rules look at bytes alone and know no dialect; a text that they misread is split oddly, never changed.
struct StatementReader {
    /// Statements of one API differ in their values only. So the fragments of an earlier one with the same beginning
    /// are compared first, which is a comparison of memory; and they are shared.
    private var shapes: [Shape?] = Array(repeating: nil, count: Limits.rememberedStatementCount)

    private struct Shape {
        /// The bytes of all fragments in a row, and where each one ends.
        let bytes: [UInt8]
        let ends: [Int]
        /// The fragments in their binary form.
        let encoded: [UInt8]
        /// Bytes of such a statement as text, as far as they are estimated.
        let textByteCount: Int

        init(_ statement: AccessDetail.Statement) {
            var bytes: [UInt8] = []
            var ends: [Int] = []
            var writer = ByteWriter()
            for fragment in statement.fragments {
                bytes.append(contentsOf: fragment.utf8)
                ends.append(bytes.count)
                writer.append(text: fragment)
            }
            self.bytes = bytes
            self.ends = ends
            self.encoded = writer.take()
            self.textByteCount = statement.estimatedTextByteCount
        }
    }

    /// Writes the statement in its binary form.
    ///
    /// - Returns: its bytes as text, estimated.
    mutating func read(_ sql: Span<UInt8>, into writer: inout ByteWriter) -> Int {
        let place = Self.place(of: sql)
        // The second place belongs to the same two, so that two statements that share one do not take turns.
        for place in [place, place ^ 1] {
            guard let shape = shapes[place] else { continue }
            let start = writer.count
            if Self.read(sql, of: shape, into: &writer) { return shape.textByteCount }
            writer.truncate(to: start)
        }
        let statement = Self.split(sql)
        if sql.count <= Limits.rememberedStatementByteCountMaximum {
            shapes[place ^ 1] = shapes[place]
            shapes[place] = Shape(statement)
        }
        statement.encode(into: &writer)
        return statement.estimatedTextByteCount
    }

    /// By the first bytes: in a long statement they are the columns, in a short one hardly more than the verb.
    private static func place(of sql: Span<UInt8>) -> Int {
        let hash = hashOfBytes(sql, in: 0..<(sql.count < 96 ? min(sql.count, 24) : 96))
        return Int(truncatingIfNeeded: hash & UInt64(Limits.rememberedStatementCount - 1))
    }

    /// Writes a statement of this shape; `false` when it has another, and what was written means nothing.
    ///
    /// It writes what `split` would find: up to the end of a fragment both have seen the same bytes, and the literal
    /// behind it is read by the same rule.
    private static func read(_ sql: Span<UInt8>, of shape: Shape, into writer: inout ByteWriter) -> Bool {
        let bytes = shape.bytes.span
        let ends = shape.ends.span
        let last = ends.count &- 1
        writer.append(varint: last)
        var start = 0
        var index = 0
        for number in 0..<last {
            let end = ends[number]
            guard hasBytes(sql, at: index, of: bytes.extracting(start..<end)) else { return false }
            index = index &+ end &- start
            start = end
            guard index < sql.count, let literal = SQLLiteral(in: sql, at: index) else { return false }
            literal.encode(from: sql, into: &writer)
            index = literal.end
        }
        let rest = bytes.extracting(start..<bytes.count)
        guard sql.count &- index == rest.count, hasBytes(sql, at: index, of: rest) else { return false }
        writer.append(shape.encoded.span)
        return true
    }

    /// The literals of a statement and where they begin, as many as are taken out.
    static func literals(in sql: Span<UInt8>) -> [(start: Int, literal: SQLLiteral)] {
        var literals: [(start: Int, literal: SQLLiteral)] = []
        var index = 0
        while index < sql.count, literals.count < Limits.statementValueCountMaximum {
            if let literal = SQLLiteral(in: sql, at: index) {
                literals.append((index, literal))
                index = literal.end
            } else {
                index = SQLLiteral.endOfToken(in: sql, at: index)
            }
        }
        return literals
    }

    private static func split(_ sql: Span<UInt8>) -> AccessDetail.Statement {
        var fragments: [String] = []
        var values: [AccessDetail.Value] = []
        var end = 0
        for (start, literal) in literals(in: sql) {
            fragments.append(text(sql, in: end..<start))
            values.append(literal.value(in: sql))
            end = literal.end
        }
        fragments.append(text(sql, in: end..<sql.count))
        return AccessDetail.Statement(fragments: fragments, values: values)
    }
}
