/// Random access to the bytes of a file that does not change while it is read.
package protocol ByteSource: Sendable {
    var byteCount: Int { get }

    /// Lends the bytes of `range` to `body`.
    ///
    /// A source that has the bytes in memory lends them without a copy. `range` lies within `0..<byteCount`.
    func read<Result>(_ range: Range<Int>, _ body: (RawSpan) throws -> Result) throws -> Result
}

/// A file in memory.
package struct MemorySource: ByteSource {
    private let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package var byteCount: Int { bytes.count }

    package func read<Result>(_ range: Range<Int>, _ body: (RawSpan) throws -> Result) throws -> Result {
        try body(bytes.rawSpan.extracting(range))
    }
}
