/// Takes the bytes of a file, front to back.
package protocol ByteSink: AnyObject {
    /// Appends bytes. An error ends the writing of the file; nothing is appended after it.
    func append(_ bytes: RawSpan) throws
}

/// Gathers a file in memory.
package final class MemorySink: ByteSink {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package func append(_ bytes: RawSpan) {
        self.bytes.append(bytes)
    }
}
