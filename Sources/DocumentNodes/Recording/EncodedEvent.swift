import DocumentAudit
import Logbook

/// An event in the form in which the store keeps it, and what has to be known of it until the store has it.
///
/// It is written once, where it is made; on its way through queues to the store nobody looks into it any more.
struct EncodedEvent: Hashable, Sendable {
    /// The canonical form of its record.
    let bytes: [UInt8]
    let time: Timestamp
    let durationMicroseconds: Int64
    /// Bytes of its line in an audit log file.
    let lineByteCount: Int

    fileprivate init(_ event: consuming AuditEvent) {
        event.lineByteCount = AuditLine.byteCount(of: event)
        var writer = ByteWriter(reservingCapacity: 512)
        RecordEncoding.append(event, to: &writer)
        bytes = writer.take()
        time = event.time
        durationMicroseconds = event.durationMicroseconds
        lineByteCount = event.lineByteCount
    }

    func append(to batch: inout RecordBatchBuilder) {
        batch.append(.audit, at: time) { writer in
            writer.append(bytes.span)
            return lineByteCount
        }
    }
}

extension AuditEvent {
    /// The event measured and written.
    consuming func encoded() -> EncodedEvent {
        EncodedEvent(self)
    }
}
