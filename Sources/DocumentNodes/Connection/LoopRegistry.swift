import NIOCore
import Synchronization

/// What the connections of a node share with those on the same event loop, for each event loop that serves them.
final class LoopRegistry: Sendable {
    typealias Parts = (recorder: LoopRecorder, turn: LoopTurn)

    private let recorder: NodeRecorder
    private let limits: NodeLimits
    private let loops = Mutex<[ObjectIdentifier: NIOLoopBound<Parts>]>([:])

    init(_ recorder: NodeRecorder, limits: NodeLimits) {
        self.recorder = recorder
        self.limits = limits
    }

    /// The parts of the event loop that this is called on.
    func parts(on eventLoop: any EventLoop) -> Parts {
        loops.withLock { loops in
            let key = ObjectIdentifier(eventLoop)
            if let known = loops[key] {
                return known
            }
            let recorder = LoopRecorder(recorder, on: eventLoop, limits: limits)
            let parts: Parts = (recorder, LoopTurn(on: eventLoop))
            let new = NIOLoopBound(parts, eventLoop: eventLoop)
            loops[key] = new
            return new
        }.value
    }
}
