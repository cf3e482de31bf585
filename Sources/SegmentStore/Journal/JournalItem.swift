internal import Logbook

/// The payload of a journal frame: a batch of one stream, or a change of its lease.
///
/// ```
/// batch  the stream, whose first byte is 1 or 2, and more: see `JournalEntry`
/// lease  255, the stream, then 0 for none, or 1, through (varint), earliest and latest time (i64)
/// ```
enum JournalItem: Sendable {
    case records(JournalEntry)
    case lease(LeaseChange)

    /// What a payload was found to be.
    enum Content {
        case records(PackedRun)
        case lease(Lease?)
    }

    /// No kind of a stream is or will be called so.
    private static let leaseMark: UInt8 = 255

    var streamIndex: Int {
        switch self {
        case .records(let entry): entry.streamIndex
        case .lease(let change): change.streamIndex
        }
    }

    /// Bytes of the frame at most.
    var maximumByteCount: Int {
        switch self {
        case .records(let entry): entry.maximumByteCount
        case .lease(let change): Frame.byteCount(payloadByteCount: change.streamBytes.count + 32)
        }
    }

    func encode(into bytes: inout [UInt8]) {
        switch self {
        case .records(let entry):
            entry.encode(into: &bytes)
        case .lease(let change):
            bytes.append(Self.leaseMark)
            bytes.append(contentsOf: change.streamBytes)
            bytes.append(change.lease == nil ? 0 : 1)
            if let lease = change.lease {
                bytes.append(varint: lease.through)
                bytes.append(fixed64: UInt64(bitPattern: lease.times.lowerBound.microseconds))
                bytes.append(fixed64: UInt64(bitPattern: lease.times.upperBound.microseconds))
            }
        }
    }

    static func decode(_ bytes: [UInt8], in range: Range<Int>) throws(MalformedBytes) -> (Stream, Content) {
        guard bytes[range.lowerBound] == leaseMark else {
            let (stream, run) = try JournalEntry.decode(bytes, in: range)
            return (stream, .records(run))
        }
        var reader = ByteReader(bytes, in: range.lowerBound + 1..<range.upperBound)
        let stream = try Stream(from: &reader)
        let lease = try reader.optional { (reader) throws(MalformedBytes) in try Lease(from: &reader) }
        try reader.finish()
        return (stream, .lease(lease))
    }
}

extension Lease {
    fileprivate init(from reader: inout ByteReader) throws(MalformedBytes) {
        let through = try reader.varint()
        let place = reader.position
        let earliest = Timestamp(microseconds: Int64(bitPattern: try reader.fixed64()))
        let latest = Timestamp(microseconds: Int64(bitPattern: try reader.fixed64()))
        guard earliest <= latest else { throw MalformedBytes(.number, at: place) }
        self.init(through: through, times: earliest...latest)
    }
}
