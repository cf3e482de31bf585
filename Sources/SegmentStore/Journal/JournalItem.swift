internal import Logbook

/// The payload of a journal frame: a batch of one stream, a change of its lease, or the end of a store that was closed.
///
/// ```
/// batch  the stream, whose first byte is 1 or 2, and more: see `JournalEntry`
/// end    254, number of the manifest (varint), bytes of it (varint)
/// lease  255, the stream, then 0 for none, or 1, through (varint), earliest and latest time (i64)
/// ```
enum JournalItem: Sendable {
    case records(JournalEntry)
    case lease(LeaseChange)
    /// The store was closed when the manifest ended here.
    case closing(FileEnd)

    /// What a payload was found to be.
    enum Content {
        case records(Stream, PackedRun)
        case lease(Stream, Lease?)
        case closing(FileEnd)
    }

    /// No kind of a stream is or will be called so.
    private static let closingMark: UInt8 = 254
    private static let leaseMark: UInt8 = 255

    /// Bytes of the frame at most.
    var maximumByteCount: Int {
        switch self {
        case .records(let entry): entry.maximumByteCount
        case .lease(let change): Frame.byteCount(payloadByteCount: change.streamBytes.count + 32)
        case .closing: Frame.byteCount(payloadByteCount: 32)
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
        case .closing(let manifest):
            bytes.append(Self.closingMark)
            manifest.encode(into: &bytes)
        }
    }

    static func decode(_ bytes: [UInt8], in range: Range<Int>) throws(MalformedBytes) -> Content {
        let mark = bytes[range.lowerBound]
        guard mark == leaseMark || mark == closingMark else {
            let (stream, run) = try JournalEntry.decode(bytes, in: range)
            return .records(stream, run)
        }
        var reader = ByteReader(bytes, in: range.lowerBound + 1..<range.upperBound)
        let content: Content
        if mark == leaseMark {
            let stream = try Stream(from: &reader)
            content = .lease(
                stream, try reader.optional { (reader) throws(MalformedBytes) in try Lease(from: &reader) })
        } else {
            content = .closing(try FileEnd(from: &reader))
        }
        try reader.finish()
        return content
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
