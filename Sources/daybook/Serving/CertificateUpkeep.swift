import ServiceLifecycle
import UnixSignals

/// Has certificates read again: at once on SIGHUP, and within a minute when their files have changed.
struct CertificateUpkeep: Service {
    let certificates: Certificates

    /// Certificates are renewed days before they end.
    private static let interval = Duration.seconds(60)

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in signals {
                        await certificates.readAgain(all: true)
                    }
                }
                group.addTask {
                    while true {
                        // Ends early only when the server stops.
                        guard (try? await Task.sleep(for: Self.interval)) != nil else { return }
                        await certificates.readAgain(all: false)
                    }
                }
            }
        }
    }
}
