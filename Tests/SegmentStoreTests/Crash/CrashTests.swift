import DaybookTesting
import Glibc
import Testing

struct CrashTests {
    private static let crashesPerDisk = 5
    /// 10,000 in a normal run; `DAYBOOK_CRASH_POINTS` asks for another number, `DAYBOOK_CRASH_SEED` for other seeds.
    private static let crashPointCount = number("DAYBOOK_CRASH_POINTS") ?? 10_000
    private static let firstSeed = UInt64(number("DAYBOOK_CRASH_SEED") ?? 1)

    private static func number(_ name: String) -> Int? {
        getenv(name).flatMap { Int(String(cString: $0)) }
    }

    /// Shares of the seeds, so that they run side by side.
    private static let shareCount: UInt64 = 4

    @Test(arguments: 0..<shareCount)
    func `after a crash at any call nothing acknowledged is lost, nothing is there twice, and windows tell the truth`(
        share: UInt64
    ) async throws {
        let diskCount = UInt64((Self.crashPointCount + Self.crashesPerDisk - 1) / Self.crashesPerDisk)
        for number in stride(from: share, to: diskCount, by: Int(Self.shareCount)) {
            let seed = Self.firstSeed &+ number
            // A quarter of them writes segments side by side, and may have to be seen several times to fail again.
            var trial = CrashTrial(seed: seed, sealerCount: seed.isMultiple(of: 4) ? 2 : 1)
            do {
                try await trial.run(crashCount: Self.crashesPerDisk)
            } catch {
                Issue.record(
                    """
                    seed \(seed), crash \(trial.calls.count), call \(trial.calls.last ?? 0): \(error)
                    again: DAYBOOK_CRASH_SEED=\(seed) DAYBOOK_CRASH_POINTS=1 swift test --filter CrashTests
                    """)
                return
            }
        }
    }

    @Test
    func `a seed is all that it takes to see a crash again`() async throws {
        for seed in UInt64(1)...5 {
            var first = CrashTrial(seed: seed)
            var second = CrashTrial(seed: seed)
            try await first.run(crashCount: Self.crashesPerDisk)
            try await second.run(crashCount: Self.crashesPerDisk)
            #expect(first.calls == second.calls)
            #expect(first.foundCounts == second.foundCounts)
        }
    }
}
