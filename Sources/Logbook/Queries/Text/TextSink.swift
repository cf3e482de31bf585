/// Takes a text that comes in pieces. Where one piece ends and the next begins means nothing.
package protocol TextSink {
    mutating func append(_ text: String)
}

extension String: TextSink {}
