internal import NIOCore
internal import Synchronization

/// Knows whether the caller at the other end of a connection is still there.
final class CallerPresence: Sendable {
    private struct State {
        var isGone = false
        var cancel: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Runs work that is cancelled when the caller leaves.
    func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        // Not a child task: only the work is to end early, never the recording that follows it.
        let task = Task { try await work() }
        let isGone = state.withLock { state in
            state.cancel = { task.cancel() }
            return state.isGone
        }
        defer { state.withLock { $0.cancel = nil } }
        if isGone { task.cancel() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    func leave() {
        let cancel = state.withLock { state in
            state.isGone = true
            return state.cancel
        }
        cancel?()
    }
}

/// Finds the presence of a connection's caller; entries live as long as their channels.
final class CallerPresenceRegistry: Sendable {
    private let presences = Mutex<[ObjectIdentifier: CallerPresence]>([:])

    /// `nil` for a channel that does not tell.
    func presence(on channel: any Channel) -> CallerPresence? {
        presences.withLock { $0[ObjectIdentifier(channel)] }
    }

    fileprivate func set(_ presence: CallerPresence?, on channel: any Channel) {
        presences.withLock { $0[ObjectIdentifier(channel)] = presence }
    }
}

/// Notices that a caller closes its side of the connection.
///
/// Whoever waits for an answer keeps its side open, so a caller that only closes its sending side counts as gone too.
final class CallerPresenceHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let presence = CallerPresence()
    private let registry: CallerPresenceRegistry

    init(registry: CallerPresenceRegistry) {
        self.registry = registry
    }

    func handlerAdded(context: ChannelHandlerContext) {
        registry.set(presence, on: context.channel)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        registry.set(nil, on: context.channel)
        presence.leave()
    }

    func channelInactive(context: ChannelHandlerContext) {
        presence.leave()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent {
            presence.leave()
        }
        context.fireUserInboundEventTriggered(event)
    }
}
