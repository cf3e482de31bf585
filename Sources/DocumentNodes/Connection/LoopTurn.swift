import NIOCore

/// What the connections of one event loop leave for the end of its turn, when all that has arrived is read.
///
/// Messages are written then, one after the other. Were each written where it is read, its receiver would wake up,
/// find one message, and fall asleep again before the next: waking a sleeping process costs more than the write.
/// Lives on its event loop and is touched from nowhere else.
final class LoopTurn {
    private let eventLoop: any EventLoop
    private var connections: [NodeConnection] = []

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
        let connections = connections
        self.connections = []
        // First of all every server gets what it is to do.
        for connection in connections {
            connection.upstream?.flush()
        }
        for connection in connections {
            connection.endTurn()
        }
    }
}
