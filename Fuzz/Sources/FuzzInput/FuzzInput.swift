/// What a fuzzer hands over: the first byte says what is to be read, the rest is read.
package struct FuzzInput {
    package let choice: UInt8
    package let content: [UInt8]

    /// `nil` for no bytes at all.
    package init?(_ start: UnsafePointer<UInt8>?, _ count: Int) {
        let bytes = Array(UnsafeBufferPointer(start: start, count: count))
        guard let choice = bytes.first else { return nil }
        self.choice = choice
        self.content = Array(bytes.dropFirst())
    }

    package var text: String { String(decoding: content, as: UTF8.self) }

    /// The content cut at line feeds into so many texts; those that are not there are empty.
    package func lines(_ count: Int) -> [String] {
        let parts = content.split(separator: 0x0A, maxSplits: count - 1, omittingEmptySubsequences: false)
        let texts = parts.map { String(decoding: $0, as: UTF8.self) }
        return texts + Array(repeating: "", count: count - texts.count)
    }
}

/// Ends the run: what should always hold does not.
package func demand(_ holds: Bool, _ what: String) {
    if !holds { fatalError(what) }
}
