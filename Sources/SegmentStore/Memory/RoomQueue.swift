/// Appends that wait for room in memory: open records take as much as they may, and sealing lets go of some.
struct RoomQueue {
    private typealias Waiter = (number: Int, byteCount: Int, continuation: CheckedContinuation<Bool, Never>)

    private var waiters: [Waiter] = []
    /// Appends that ever waited.
    private(set) var lastNumber = 0
    /// Bytes of the batches that wait.
    private(set) var byteCount = 0
    /// Whether somebody seals when room is wanted; without that nobody may wait.
    var isServed = false

    var isEmpty: Bool { waiters.isEmpty }

    /// - Parameter continuation: resumed with whether it is of use to try again.
    mutating func add(_ continuation: CheckedContinuation<Bool, Never>, byteCount: Int) {
        lastNumber += 1
        waiters.append((lastNumber, byteCount, continuation))
        self.byteCount += byteCount
    }

    /// Who waits, up to a number; all of them leave at once, and come again if there is no room for them yet.
    mutating func take(through number: Int = .max) -> [CheckedContinuation<Bool, Never>] {
        let taken = waiters.prefix { $0.number <= number }
        waiters.removeFirst(taken.count)
        byteCount -= taken.reduce(0) { $0 + $1.byteCount }
        return taken.map(\.continuation)
    }
}
