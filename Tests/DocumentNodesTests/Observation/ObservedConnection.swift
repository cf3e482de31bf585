import DocumentAudit
import Logbook
import MongoWire
import NIOCore

@testable import DocumentNodes

/// A connection without sockets: requests and answers go in one after the other, a millisecond apart.
struct ObservedConnection {
    let observer: ConnectionObserver
    var selection = AuditSelection(AuditPolicy(keepDays: 7, scope: "", types: []))
    private(set) var now = Timestamp(seconds: 1_000)

    /// - Parameters:
    ///   - connectionID: its number at the node.
    ///   - cursors: those of the node; connections of one node share them.
    init(connectionID: UInt64 = 9, cursors: CursorRegistry = CursorRegistry(capacity: 10)) {
        observer = ConnectionObserver(
            identity: ConnectionObserver.Identity(
                connectionID: connectionID, local: .init(address: "127.0.0.1", port: 8635),
                remote: .init(address: "127.0.0.1", port: 50_000), node: "node.example:8635"
            ),
            inspectedByteCount: 65_536, cursors: cursors
        )
    }

    private mutating func tick() -> Timestamp {
        now = now.advanced(by: .milliseconds(1))
        return now
    }

    /// An answer whose event can be looked into.
    struct Answer {
        var bytes: ByteBuffer
        var event: AuditEvent?
        var requestID: Int32
        var isLegacy: Bool
        var isWritable: Bool?

        init(_ answer: ConnectionObserver.Answer) {
            bytes = answer.bytes
            event = answer.event?.decoded
            requestID = answer.requestID
            isLegacy = answer.isLegacy
            isWritable = answer.isWritable
        }
    }

    /// - Returns: the events of requests that get no answer.
    @discardableResult
    mutating func send(_ message: WireMessage) throws -> [AuditEvent] {
        _ = try observer.receive(request: message, at: tick(), selection: selection)
        return observer.describe(at: now).map(\.decoded)
    }

    /// - Returns: what the node answers by itself; `nil` for a message that goes to the server.
    mutating func refusal(of message: WireMessage) throws -> Answer? {
        switch try observer.receive(request: message, at: tick(), selection: selection) {
        case .forward: nil
        case .refuse(let answer): Answer(answer)
        }
    }

    @discardableResult
    mutating func answer(_ message: WireMessage) throws -> Answer {
        Answer(try observer.receive(reply: message, at: tick()))
    }

    /// A request and its answer.
    mutating func exchange(_ command: Value, _ answer: Value) throws -> AuditEvent? {
        try send(request(1, command))
        return try self.answer(reply(2, to: 1, answer)).event
    }

    mutating func end() -> [AuditEvent] {
        observer.end(at: tick()).map(\.decoded)
    }
}

extension EncodedEvent {
    /// The event, as a store gives it back.
    var decoded: AuditEvent {
        guard case .audit(let event)? = try? RecordEncoding.decode(bytes) else {
            preconditionFailure("a node makes canonical records of events")
        }
        return event
    }
}
