internal import Glibc

/// Lets threads that are ready to run go first, while something long is done in the background.
///
/// Without it a thread that answers somebody, and is on the same core, waits for the end of a time slice: a millisecond
/// and more. Where nobody is ready to run, and where there are cores enough, it costs a system call.
struct Courtesy {
    private var byteCount = 0

    static func letOthersGoFirst() {
        sched_yield()
    }

    /// Takes note of work that was done, by the bytes it was done to.
    mutating func note(byteCount: Int) {
        self.byteCount += byteCount
        if self.byteCount >= Limits.courtesyByteCount {
            self.byteCount = 0
            Self.letOthersGoFirst()
        }
    }
}
