/// Takes a text that comes in pieces. Where one piece ends and the next begins means nothing.
package protocol TextSink {
    mutating func append(_ text: String)
    /// Takes a piece that differs between two texts of one kind: the value of a parameter or of a statement, a body.
    mutating func append(value: String)
}

extension TextSink {
    package mutating func append(value: String) {
        append(value)
    }
}

extension String: TextSink {}
