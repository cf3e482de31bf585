/// When the open records of a stream are closed into a segment: at the first bound that is reached.
package struct SealPolicy: Hashable, Sendable {
    /// Time since the oldest open record came in.
    package var age: Duration
    /// Text bytes of the open records; a segment ends with the batch that reaches them.
    package var textByteCount: Int
    /// Bytes that the open records take in memory.
    package var memoryByteCount: Int

    package init(age: Duration = .seconds(3_600), textByteCount: Int = 20_000_000, memoryByteCount: Int = 64 << 20) {
        precondition(textByteCount > 0 && memoryByteCount > 0)
        self.age = age
        self.textByteCount = textByteCount
        self.memoryByteCount = memoryByteCount
    }
}
