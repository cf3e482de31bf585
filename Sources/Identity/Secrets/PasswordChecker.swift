internal import Dispatch
internal import Synchronization

/// Checks passwords one after the other, away from the threads that serve requests: each check costs a lot of time and
/// memory by design.
package final class PasswordChecker: Sendable {
    package typealias Check = @Sendable (_ password: String, _ verifier: PasswordVerifier) throws -> Bool

    private let queue = DispatchQueue(label: "daybook.passwords")
    private let capacity: Int
    private let check: Check
    private let waiting = Mutex(0)

    /// - Parameters:
    ///   - capacity: checks that may wait, the running one included.
    ///   - check: what a check is; a test may have one that takes as long as it likes.
    package init(
        capacity: Int = Limits.waitingPasswordCheckCountMaximum,
        check: @escaping Check = { password, verifier in try verifier.accepts(password) }
    ) {
        precondition(capacity > 0)
        self.capacity = capacity
        self.check = check
    }

    /// Checks that wait, the running one included.
    package var waitingCount: Int { waiting.withLock { $0 } }

    /// - Throws: `IdentityError` with `overloaded` when too many checks wait already.
    package func accepts(_ password: String, by verifier: PasswordVerifier) async throws -> Bool {
        let mayWait = waiting.withLock { waiting in
            guard waiting < capacity else { return false }
            waiting += 1
            return true
        }
        guard mayWait else {
            throw IdentityError(.overloaded, "too many sign-ins wait, try again shortly")
        }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { [check] in
                continuation.resume(with: Result { try check(password, verifier) })
            }
        }
    }
}
