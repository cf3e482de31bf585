import Synchronization

/// Waits for the last of several listeners to open.
final class Readiness: Sendable {
    private let missingCount: Mutex<Int>
    private let onReady: @Sendable () async -> Void

    init(listenerCount: Int, onReady: @escaping @Sendable () async -> Void) {
        self.missingCount = Mutex(listenerCount)
        self.onReady = onReady
    }

    /// Whether all of them are open.
    var isReached: Bool { missingCount.withLock { $0 == 0 } }

    func listenerOpened() async {
        let isLast = missingCount.withLock { count in
            count -= 1
            return count == 0
        }
        if isLast {
            await onReady()
        }
    }
}
