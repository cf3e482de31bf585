/// When the open records of a stream are closed into a segment: at the first bound that is reached.
package struct SealPolicy: Hashable, Sendable {
    /// Time since the oldest open record came in.
    package var age: Duration
    /// Text bytes of the open records of an audit log; a segment ends with the batch that reaches them.
    package var textByteCount: Int
    /// Records of an access log in one segment, unless a single batch has more.
    package var accessRecordCount: Int
    /// Bytes that the open records of all streams take in memory before the stream that takes most is sealed.
    package var memoryByteCount: Int

    package init(
        age: Duration = .seconds(3_600), textByteCount: Int = 20_000_000, accessRecordCount: Int = 65_536,
        memoryByteCount: Int = 96 << 20
    ) {
        precondition(textByteCount > 0 && accessRecordCount > 0 && memoryByteCount > 0)
        self.age = age
        self.textByteCount = textByteCount
        self.accessRecordCount = accessRecordCount
        self.memoryByteCount = memoryByteCount
    }
}
