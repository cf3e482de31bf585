import DocumentAudit
import Logbook
import Logging
import Testing

@testable import DocumentNodes

@Suite struct NodeRecorderTests {
    private let store = MemoryLogStore()
    private let log = LogLines()
    private let recorder: NodeRecorder

    init() {
        recorder = NodeRecorder(
            store: store, stream: .audit(project: "p", instance: "i", node: "n"), durability: .strict,
            logger: Logger(label: "recorder") { [log] _ in log }
        )
    }

    private func event(_ seconds: Int64) -> EncodedEvent {
        AuditEvent(
            time: Timestamp(seconds: seconds), durationMicroseconds: 500_000, type: .query, command: "find",
            database: "d", collection: nil, local: .init(address: "", port: 0), remote: .init(address: "", port: 0),
            users: [], roles: [], connectionID: 1, requestID: 1, application: nil, driver: nil, session: nil,
            transaction: nil, arguments: "{}", result: 0, documentsReturned: 0, documentsWritten: 0,
            requestByteCount: 0, replyByteCount: 0, lineByteCount: 0
        ).encoded()
    }

    @Test func `events that the store did not take are told of before the next ones`() async throws {
        store.fail(true)
        await #expect(throws: LogStoreError(.storageFull, "")) { try await recorder.record([event(3), event(4)]) }
        await #expect(throws: LogStoreError(.storageFull, "")) { try await recorder.record([event(2)]) }
        #expect(recorder.hasGap)
        #expect(recorder.lostEventCount == 3)
        store.fail(false)
        try await recorder.record([event(9)])
        let window = LossWindow(
            start: Timestamp(seconds: 2), end: Timestamp(milliseconds: 4_500), maximumCount: 3,
            reason: .recordingUnavailable
        ).measuredAsAuditLine()
        #expect(store.records == [.loss(window), .audit(event(9).decoded)])
        #expect(!recorder.hasGap)
        #expect(recorder.recordedEventCount == 1)
        // That a gap begins is said once, however long it grows.
        #expect(log.warnings.count == 1)
    }

    @Test func `a gap is closed by itself, and stays open while the store fails`() async throws {
        store.fail(true)
        await #expect(throws: LogStoreError.self) { try await recorder.record([event(3)]) }
        await #expect(throws: LogStoreError.self) { try await recorder.closeGap() }
        #expect(recorder.hasGap)
        #expect(recorder.lostEventCount == 1)
        store.fail(false)
        try await recorder.closeGap()
        try await recorder.closeGap()
        #expect(store.losses.map(\.maximumCount) == [1])
    }
}
