internal import Logbook

/// The payload of a journal frame: a batch of one stream.
///
/// ```
/// stream   kind (u8), then project, source and node, each behind its length (varint)
/// extent   first sequence number (varint), count (varint), earliest and latest time (i64), text bytes (varint)
/// records  kinds (u8), packing (u8), bytes unpacked (varint), then the packed records: see `PackedRun`
/// ```
struct JournalEntry: Sendable {
    let stream: Stream
    /// The same in its binary form.
    let streamBytes: [UInt8]
    /// Position of the stream in the state of the store.
    let streamIndex: Int
    let run: PackedRun

    /// Bytes of the frame at most.
    var maximumByteCount: Int {
        Frame.byteCount(payloadByteCount: streamBytes.count + run.bytes.count + 64)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.append(contentsOf: streamBytes)
        run.extent.encode(into: &bytes)
        run.encodeRecords(into: &bytes)
    }

    static func decode(_ bytes: [UInt8], in range: Range<Int>) throws(MalformedBytes) -> (Stream, PackedRun) {
        var reader = ByteReader(bytes, in: range)
        let stream = try Stream(from: &reader)
        let extent = try RecordExtent(from: &reader)
        return (stream, try PackedRun(extent, from: &reader, of: bytes))
    }
}
