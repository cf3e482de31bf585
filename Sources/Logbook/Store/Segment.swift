/// An immutable, sealed run of records of one stream; an *audit log* when the stream is a node's.
package struct Segment: Hashable, Sendable, Identifiable {
    package struct ID: Hashable, Sendable {
        package let stream: Stream
        /// When the segment was closed, in milliseconds since 1970; grows strictly within its stream.
        package let closedMilliseconds: Int64

        package init(stream: Stream, closedMilliseconds: Int64) {
            self.stream = stream
            self.closedMilliseconds = closedMilliseconds
        }
    }

    package let id: ID
    package let sequences: ClosedRange<UInt64>
    /// The earliest and the latest timestamp of its records.
    package let times: ClosedRange<Timestamp>
    /// Sum of the records' `textByteCount`: what a download of the segment as JSON lines yields.
    package let textByteCount: Int
    /// Bytes on disk.
    package let fileByteCount: Int
    /// The root of the hash tree (RFC 6962) whose leaves are the canonical forms of the records, in their order.
    package let root: Fingerprint
    /// The SHA-256 of the file, as `sha256sum` prints it.
    package let fileFingerprint: Fingerprint

    package init(
        id: ID, sequences: ClosedRange<UInt64>, times: ClosedRange<Timestamp>, textByteCount: Int, fileByteCount: Int,
        root: Fingerprint, fileFingerprint: Fingerprint
    ) {
        self.id = id
        self.sequences = sequences
        self.times = times
        self.textByteCount = textByteCount
        self.fileByteCount = fileByteCount
        self.root = root
        self.fileFingerprint = fileFingerprint
    }

    package var stream: Stream { id.stream }
    package var recordCount: Int { sequences.count }
}
