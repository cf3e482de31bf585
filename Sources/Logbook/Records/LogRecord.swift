/// Anything that a stream keeps.
package enum LogRecord: Hashable, Sendable {
    case access(AccessRecord)
    case audit(AuditEvent)
    case loss(LossWindow)

    /// When it happened: the arrival of the call, the arrival of the operation, the start of the loss.
    package var timestamp: Timestamp {
        switch self {
        case .access(let record): record.accessTime
        case .audit(let event): event.time
        case .loss(let window): window.start
        }
    }

    /// Bytes of the record as JSON text. Exact for audit events, whose files are handed out as text;
    /// for access records an estimate (fields and values without escapes), enough to bound a segment.
    package var textByteCount: Int {
        switch self {
        case .access(let record): record.estimatedTextByteCount
        case .audit(let event): event.lineByteCount
        case .loss(let window): window.lineByteCount
        }
    }
}

/// A record and its place in its stream.
package struct StoredRecord: Hashable, Sendable {
    package let sequence: UInt64
    package let record: LogRecord

    package init(sequence: UInt64, record: LogRecord) {
        self.sequence = sequence
        self.record = record
    }
}
