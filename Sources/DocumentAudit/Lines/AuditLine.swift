package import Logbook

/// The lines of an audit log file: each one object of JSON and a line feed, in the shape of MongoDB's audit messages.
///
/// `docs/formats/audit-log-line.md` has every field. The same code writes and counts, so the count is what a
/// download yields.
package enum AuditLine {
    package static func append(_ event: AuditEvent, to bytes: inout [UInt8]) {
        write(event, to: &bytes)
    }

    package static func append(_ window: LossWindow, to bytes: inout [UInt8]) {
        write(window, to: &bytes)
    }

    /// Appends the line of whatever an audit log keeps. Access records have no line: a stream of a node has none.
    package static func append(_ record: LogRecord, to bytes: inout [UInt8]) {
        switch record {
        case .audit(let event): write(event, to: &bytes)
        case .loss(let window): write(window, to: &bytes)
        case .access: preconditionFailure("an audit log holds no access records")
        }
    }

    package static func byteCount(of event: AuditEvent) -> Int {
        var counter = ByteCounter()
        write(event, to: &counter)
        return counter.count
    }

    package static func byteCount(of window: LossWindow) -> Int {
        var counter = ByteCounter()
        write(window, to: &counter)
        return counter.count
    }
}

extension AuditEvent {
    /// The event with `lineByteCount` filled in; every event passes here once before it is appended.
    package consuming func measured() -> AuditEvent {
        lineByteCount = AuditLine.byteCount(of: self)
        return self
    }
}

extension LossWindow {
    /// The window with `lineByteCount` filled in, for the stream of a node.
    package func measuredAsAuditLine() -> LossWindow {
        var window = self
        window.lineByteCount = AuditLine.byteCount(of: self)
        return window
    }
}
