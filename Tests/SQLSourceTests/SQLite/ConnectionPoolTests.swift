import Testing

@testable import SQLSource

struct ConnectionPoolTests {
    private static var soon: ContinuousClock.Instant { .now.advanced(by: .seconds(60)) }

    @Test func `an element goes to who waits longest`() async throws {
        let pool = ConnectionPool(["only"], waiterCountMaximum: 10)
        let element = try await pool.acquire(until: Self.soon)
        let waiter = Task { try await pool.acquire(until: Self.soon) }
        while pool.waiterCount < 1 { try await Task.sleep(for: .milliseconds(1)) }
        pool.release(element)
        #expect(try await waiter.value == "only")
    }

    @Test func `cancelled and late waiters leave nothing behind, whatever the moment`() async throws {
        let pool = ConnectionPool([1, 2], waiterCountMaximum: 1_000)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<400 {
                group.addTask {
                    let deadline = ContinuousClock.now.advanced(by: .microseconds(number * 7))
                    let task = Task {
                        let element = try await pool.acquire(until: deadline)
                        await Task.yield()
                        pool.release(element)
                    }
                    if number % 3 == 0 { task.cancel() }
                    _ = await task.result
                }
            }
        }
        let elements = [try await pool.acquire(until: Self.soon), try await pool.acquire(until: Self.soon)]
        #expect(Set(elements) == [1, 2])
    }

    @Test func `who finds the waiting room full is told so, and who waits too long as well`() async throws {
        let pool = ConnectionPool([1], waiterCountMaximum: 2)
        _ = try await pool.acquire(until: Self.soon)
        let waiters = (0..<2).map { _ in Task { try await pool.acquire(until: Self.soon) } }
        while pool.waiterCount < 2 { try await Task.sleep(for: .milliseconds(1)) }
        await #expect(throws: SQLSourceError(.overloaded, "")) { try await pool.acquire(until: Self.soon) }
        waiters[0].cancel()
        await #expect(throws: CancellationError.self) { try await waiters[0].value }
        await #expect(throws: SQLSourceError(.timeout, "")) { try await pool.acquire(until: .now) }
        pool.release(1)
        #expect(try await waiters[1].value == 1)
        #expect(pool.waiterCount == 0)
    }

    @Test func `closing wakes who waits`() async throws {
        let pool = ConnectionPool([1], waiterCountMaximum: 10)
        _ = try await pool.acquire(until: Self.soon)
        let waiter = Task { try await pool.acquire(until: Self.soon) }
        while pool.waiterCount < 1 { try await Task.sleep(for: .milliseconds(1)) }
        #expect(pool.close().isEmpty)
        await #expect(throws: SQLSourceError(.unavailable, "")) { try await waiter.value }
        await #expect(throws: SQLSourceError(.unavailable, "")) { try await pool.acquire(until: Self.soon) }
    }
}
