internal import Synchronization

/// Hands out request ids that grow strictly, also when the clock stands still or steps backwards.
///
/// More than 4,096 ids within a millisecond run ahead into the next one rather than wait.
package final class RequestIDGenerator: Sendable {
    private let node: Int64
    private let time: TimeSource
    private let last: Mutex<(milliseconds: Int64, sequence: Int64)>

    /// - Parameter node: 0 to 1,023; two processes that record the same cluster must differ in it.
    package init(node: Int64, time: TimeSource) {
        precondition(node >= 0 && node < RequestID.nodeCount)
        self.node = node
        self.time = time
        self.last = Mutex((milliseconds: RequestID.epochMilliseconds, sequence: -1))
    }

    package func next() -> RequestID {
        let now = time.now().milliseconds
        return last.withLock { last in
            if now > last.milliseconds {
                last = (now, 0)
            } else if last.sequence + 1 < RequestID.sequenceCount {
                last.sequence += 1
            } else {
                last = (last.milliseconds + 1, 0)
            }
            return RequestID(milliseconds: last.milliseconds, node: node, sequence: last.sequence)
        }
    }
}
