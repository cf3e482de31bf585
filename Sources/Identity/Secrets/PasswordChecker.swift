internal import Dispatch
internal import Synchronization

/// Checks passwords one after the other, away from the threads that serve requests: each check costs a lot of time and
/// memory by design.
package final class PasswordChecker: Sendable {
    private let queue = DispatchQueue(label: "daybook.passwords")
    private let waiting = Mutex(0)

    package init() {}

    /// - Throws: `IdentityError` with `overloaded` when too many checks wait already.
    func accepts(_ password: String, by verifier: PasswordVerifier) async throws -> Bool {
        let mayWait = waiting.withLock { waiting in
            guard waiting < Limits.waitingPasswordCheckCountMaximum else { return false }
            waiting += 1
            return true
        }
        guard mayWait else {
            throw IdentityError(.overloaded, "too many sign-ins wait, try again shortly")
        }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(with: Result { try verifier.accepts(password) })
            }
        }
    }
}
