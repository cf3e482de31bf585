import DaybookTesting
import Glibc
import Testing

struct CrashTests {
    /// 1,000 in a normal run; `DAYBOOK_CRASH_POINTS` asks for more, `DAYBOOK_CRASH_SEED` for others.
    private static let crashPointCount = number("DAYBOOK_CRASH_POINTS") ?? 1_000
    private static let firstSeed = UInt64(number("DAYBOOK_CRASH_SEED") ?? 1)

    private static func number(_ name: String) -> Int? {
        getenv(name).flatMap { Int(String(cString: $0)) }
    }

    @Test
    func `after a crash at any call everything acknowledged is there once and nothing is there twice`() async throws {
        let crashesPerDisk = 5
        for trial in 0..<UInt64((Self.crashPointCount + crashesPerDisk - 1) / crashesPerDisk) {
            let seed = Self.firstSeed &+ trial
            do {
                try await CrashTrial(seed: seed).run(crashCount: crashesPerDisk)
            } catch {
                Issue.record("seed \(seed): \(error)")
                return
            }
        }
    }
}
