internal import Logbook

/// The payload of a journal frame: a batch of one stream.
///
/// ```
/// stream   kind (u8), then project, source and node, each behind its length (varint)
/// extent   first sequence number (varint), count (varint), earliest and latest time (i64), text bytes (varint)
/// records  each behind its length (u32)
/// ```
struct JournalEntry: Sendable {
    let stream: Stream
    /// The same in its binary form.
    let streamBytes: [UInt8]
    /// Position of the stream in the state of the store.
    let streamIndex: Int
    let run: RecordRun

    /// Bytes of the frame at most.
    var maximumByteCount: Int {
        Frame.byteCount(payloadByteCount: streamBytes.count + run.bytes.count + 48)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.append(contentsOf: streamBytes)
        run.extent.encode(into: &bytes)
        bytes.append(contentsOf: run.bytes)
    }

    static func decode(_ bytes: [UInt8], in range: Range<Int>) throws(MalformedBytes) -> (Stream, RecordRun) {
        var reader = ByteReader(bytes, in: range)
        let stream = try Stream(from: &reader)
        let extent = try RecordExtent(from: &reader)
        let records = try reader.skip(byteCount: reader.remainingByteCount)
        return (stream, RecordRun(extent: extent, bytes: Array(bytes[records])))
    }
}
