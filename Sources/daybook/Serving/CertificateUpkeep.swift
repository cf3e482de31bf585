import ServiceLifecycle

/// Has certificates read again within a minute when their files have changed.
struct CertificateUpkeep: Service {
    let certificates: Certificates

    /// Certificates are renewed days before they end.
    private static let interval = Duration.seconds(60)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // Ends early only when the server stops.
            while (try? await Task.sleep(for: Self.interval)) != nil {
                await certificates.readAgain(all: false)
            }
        }
    }
}
