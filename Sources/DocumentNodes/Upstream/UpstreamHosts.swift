import Logbook
import Synchronization

/// The servers that a node may forward to, and which of them it does forward to: shared by its connections.
///
/// With one server there is nothing to choose. With several the node keeps to the first that takes writes, as a
/// primary, a mongos and a single server do. It looks for it anew when that one cannot be reached, or says that it is
/// no primary any more.
final class UpstreamHosts: Sendable {
    let all: [UpstreamHost]
    private let time: TimeSource
    private let searchInterval: Duration
    private let state = Mutex(State())

    private struct State {
        var chosen: Int?
        var lastSearch: Timestamp?
        var onChoice: (@Sendable (Int) -> Void)?
    }

    /// - Parameter searchInterval: how often a server that is no primary may make the node look for one.
    init(_ all: [UpstreamHost], searchInterval: Duration, time: TimeSource) {
        precondition(!all.isEmpty, "a node has a server to forward to")
        self.all = all
        self.time = time
        self.searchInterval = searchInterval
        state.withLock { $0.chosen = all.count == 1 ? 0 : nil }
    }

    /// The server that connections go to; `nil` when it has to be looked for.
    var chosen: Int? { state.withLock(\.chosen) }

    var hasChoice: Bool { all.count > 1 }

    /// Is told of each server that is chosen, as connections to others are to be given up.
    func onChoice(_ tell: @escaping @Sendable (Int) -> Void) {
        state.withLock { $0.onChoice = tell }
    }

    /// A search has found a server that takes writes.
    func choose(_ index: Int) {
        let tell: (@Sendable (Int) -> Void)? = state.withLock { state in
            guard state.chosen != index else {
                return nil
            }
            state.chosen = index
            return state.onChoice
        }
        tell?(index)
    }

    /// A server says that it takes writes. It is chosen where none is; while there is one, two may say so, as every
    /// mongos does.
    func noteWritable(_ index: Int) {
        if hasChoice, chosen == nil {
            choose(index)
        }
    }

    /// The server cannot be used any more; the next connection looks for another one.
    func giveUp(_ index: Int) {
        guard hasChoice else {
            return
        }
        state.withLock { state in
            if state.chosen == index {
                state.chosen = nil
            }
        }
    }

    /// A server that connections go to says that it takes no writes.
    ///
    /// - Returns: whether the one who noticed has to look for another server now.
    func noteReadOnly(_ index: Int) -> Bool {
        guard hasChoice else {
            return false
        }
        let now = time.now()
        return state.withLock { state in
            guard state.chosen == nil || state.chosen == index else {
                return false
            }
            state.chosen = nil
            if let last = state.lastSearch, now < last.advanced(by: searchInterval), last <= now {
                return false
            }
            state.lastSearch = now
            return true
        }
    }

    /// All hosts, as error messages name them.
    var description: String { all.map(\.description).joined(separator: ", ") }
}
