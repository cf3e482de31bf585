import Logbook
import NIOCore

/// How the events of a connection come to the store, and what becomes of the answers when they do not.
extension NodeConnection {
    /// Starts the next append when none runs. Events that come while it does go into the one after it.
    func recordNext() {
        let lost = queue.overflow(beyond: context.limits.heldByteCount)
        if !lost.isEmpty {
            context.recorder.lose(lost, because: RecordingDelay())
        }
        guard let events = queue.nextBatch() else {
            return
        }
        let timer = context.recording.failure == .pass ? passOnInTime() : nil
        recorder.record(events) { error in
            timer?.cancel()
            switch (error, self.context.recording.failure) {
            case (nil, _): self.queue.batchRecorded()
            case (_?, .pass): self.queue.batchLost()
            case (_?, .block): self.withhold()
            }
            self.pump()
        }
    }

    /// Where traffic is not to stop, a store that does not answer stops it no longer than this.
    private func passOnInTime() -> Scheduled<Void> {
        eventLoop.assumeIsolated().scheduleTask(in: context.limits.recordingPatience) {
            self.queue.passOn()
            self.pump()
        }
    }

    /// The answers whose events are lost are not let out, nor anything after them.
    private func withhold() {
        if let entry = queue.batchFailed(), let requestID = entry.requestID {
            let bytes = ErrorReply.recordingFailed.message(
                requestID: observer.nextRequestID(), responseTo: requestID, isLegacy: entry.isLegacy
            )
            client.write(bytes)
        }
        drain()
    }

    /// Before anything more is let through, the record says that something is missing from it.
    func closeGap() {
        run({ [recorder = context.recorder] in try await recorder.closeGap() }) { connection, error in
            guard let request = connection.heldRequest else {
                return
            }
            connection.heldRequest = nil
            if error == nil {
                connection.upstream?.write(request)
            } else if let answer = connection.observer.refuseLast(
                with: .recordingUnavailable, at: connection.context.time.now())
            {
                connection.queue.add(answer.bytes)
                connection.drain()
            }
        }
    }

    /// Runs store work away from the event loop and comes back to it.
    ///
    /// The task is not structured: it belongs to this connection, which is not finished before the task has ended.
    private func run(
        _ work: @escaping @Sendable () async throws -> Void,
        then finish: @escaping (NodeConnection, (any Error)?) -> Void
    ) {
        let promise = eventLoop.makePromise(of: Void.self)
        promise.completeWithTask(work)
        promise.futureResult.assumeIsolated().whenComplete { result in
            switch result {
            case .success: finish(self, nil)
            case .failure(let error): finish(self, error)
            }
            self.pump()
        }
    }
}

/// The store has not answered in time.
private struct RecordingDelay: Error, CustomStringConvertible {
    var description: String { "the store does not answer; is the disk very slow?" }
}
