import NIOCore

/// What the connections of one event loop leave for the end of its turn, when all that has arrived is read.
///
/// Messages are written then, one after the other. Were each written where it is read, its receiver would wake up,
/// find one message, and fall asleep again before the next: waking a sleeping process costs more than the write.
/// Lives on its event loop and is touched from nowhere else.
final class LoopTurn {
    private let eventLoop: any EventLoop
    private var connections: [NodeConnection] = []
    /// Those whose turn is ending; room that is kept.
    private var ending: [NodeConnection] = []

    init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Has the connection told once when the turn ends.
    func join(_ connection: NodeConnection) {
        if connections.isEmpty {
            eventLoop.assumeIsolated().execute { self.end() }
        }
        connections.append(connection)
    }

    private func end() {
        // Whoever joins from here on has another turn.
        swap(&connections, &ending)
        // First of all every server gets what it is to do.
        for index in ending.indices {
            ending[index].upstream?.flush()
        }
        for index in ending.indices {
            ending[index].endTurn()
        }
        ending.removeAll(keepingCapacity: true)
    }
}
