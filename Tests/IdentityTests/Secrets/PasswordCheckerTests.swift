import Dispatch
import Identity
import Testing

@Suite struct PasswordCheckerTests {
    @Test func `more checks than may wait are turned away, not queued`() async throws {
        let verifier = try PasswordVerifier(password: "right", cost: .init(rounds: 16, blockSize: 8, parallelism: 1))
        let gate = DispatchSemaphore(value: 0)
        let checker = PasswordChecker(capacity: 3) { password, verifier in
            gate.wait()
            return try verifier.accepts(password)
        }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for password in ["right", "wrong", "right"] {
                group.addTask { try await checker.accepts(password, by: verifier) }
            }
            while checker.waitingCount < 3 {
                await Task.yield()
            }
            await #expect(throws: IdentityError(.overloaded, "")) {
                try await checker.accepts("right", by: verifier)
            }
            for _ in 0..<3 {
                gate.signal()
            }
            var accepted = 0
            for try await answer in group where answer {
                accepted += 1
            }
            #expect(accepted == 2)
        }
        #expect(checker.waitingCount == 0)
        gate.signal()
        #expect(try await checker.accepts("right", by: verifier))
    }
}
