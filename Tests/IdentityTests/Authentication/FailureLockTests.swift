import DaybookTesting
import Identity
import Logbook
import Testing

@Suite struct FailureLockTests {
    private let clock = TestClock(Timestamp(seconds: 0))

    @Test func `the sixth failure locks for five minutes, then all is forgotten`() {
        let lock = FailureLock(time: clock.timeSource)
        for _ in 0..<5 {
            lock.noteFailure(of: "a")
        }
        #expect(!lock.isLocked("a"))
        lock.noteFailure(of: "a")
        #expect(lock.isLocked("a"))
        #expect(!lock.isLocked("b"))
        clock.advance(by: .seconds(300) - .microseconds(1))
        #expect(lock.isLocked("a"))
        clock.advance(by: .microseconds(1))
        #expect(!lock.isLocked("a"))
        for _ in 0..<5 {
            lock.noteFailure(of: "a")
        }
        #expect(!lock.isLocked("a"))
    }

    @Test func `only failures in a row count`() {
        let lock = FailureLock(time: clock.timeSource)
        for _ in 0..<20 {
            for _ in 0..<5 {
                lock.noteFailure(of: "a")
            }
            lock.noteSuccess(of: "a")
        }
        #expect(!lock.isLocked("a"))
    }

    @Test func `beyond its capacity it forgets who failed longest ago`() {
        let lock = FailureLock(time: clock.timeSource, capacity: 2)
        for key in ["a", "b"] {
            for _ in 0..<6 {
                lock.noteFailure(of: key)
            }
            clock.advance(by: .seconds(1))
        }
        lock.noteFailure(of: "c")
        #expect(!lock.isLocked("a"))
        #expect(lock.isLocked("b"))
    }
}
