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
        let fragments: [String]
        /// The bytes of all fragments in a row, and where each one ends.
        let bytes: [UInt8]
        let ends: [Int]

        init(_ fragments: [String]) {
            var bytes: [UInt8] = []
            var ends: [Int] = []
            for fragment in fragments {
                bytes.append(contentsOf: fragment.utf8)
                ends.append(bytes.count)
            }
            self.fragments = fragments
            self.bytes = bytes
            self.ends = ends
        }
    }

    mutating func read(_ sql: Span<UInt8>) -> AccessDetail.Statement {
        let place = Self.place(of: sql)
        if let shape = shapes[place], let values = Self.values(of: sql, in: shape) {
            return AccessDetail.Statement(fragments: shape.fragments, values: values)
        }
        let statement = Self.split(sql)
        if sql.count <= Limits.rememberedStatementByteCountMaximum {
            shapes[place] = Shape(statement.fragments)
        }
        return statement
    }

    /// By the first bytes: in a long statement they are the columns, in a short one hardly more than the verb.
    private static func place(of sql: Span<UInt8>) -> Int {
        let hash = hashOfBytes(sql, in: 0..<(sql.count < 96 ? min(sql.count, 24) : 96))
        return Int(truncatingIfNeeded: hash & UInt64(Limits.rememberedStatementCount - 1))
    }

    /// The values of a statement of this shape; `nil` when it has another.
    ///
    /// It is what `split` would find: up to the end of a fragment both have seen the same bytes, and the literal
    /// behind it is read by the same rule.
    private static func values(of sql: Span<UInt8>, in shape: Shape) -> [AccessDetail.Value]? {
        let bytes = shape.bytes.span
        let last = shape.ends.count - 1
        var values: [AccessDetail.Value] = []
        values.reserveCapacity(last)
        var start = 0
        var index = 0
        for number in 0..<last {
            let end = shape.ends[number]
            guard hasBytes(sql, at: index, of: bytes.extracting(start..<end)) else { return nil }
            index = index &+ end &- start
            start = end
            guard index < sql.count, let literal = SQLLiteral(in: sql, at: index) else { return nil }
            values.append(literal.value)
            index = literal.end
        }
        let rest = bytes.extracting(start..<bytes.count)
        guard sql.count &- index == rest.count, hasBytes(sql, at: index, of: rest) else { return nil }
        return values
    }

    private static func split(_ sql: Span<UInt8>) -> AccessDetail.Statement {
        var fragments: [String] = []
        var values: [AccessDetail.Value] = []
        var start = 0
        var index = 0
        while index < sql.count, values.count < Limits.statementValueCountMaximum {
            if let literal = SQLLiteral(in: sql, at: index) {
                fragments.append(text(sql, in: start..<index))
                values.append(literal.value)
                index = literal.end
                start = index
            } else {
                index = SQLLiteral.endOfToken(in: sql, at: index)
            }
        }
        fragments.append(text(sql, in: start..<sql.count))
        return AccessDetail.Statement(fragments: fragments, values: values)
    }
}
