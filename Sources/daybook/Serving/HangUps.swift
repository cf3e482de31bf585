import ServiceLifecycle
import UnixSignals

/// Has everything read again that can be read again, on SIGHUP.
struct HangUps: Service {
    let actions: [@Sendable () async -> Void]

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        await cancelWhenGracefulShutdown {
            for await _ in signals {
                for action in actions {
                    await action()
                }
            }
        }
    }
}
