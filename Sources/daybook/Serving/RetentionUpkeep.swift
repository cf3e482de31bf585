import Logging
import Retention
import ServiceLifecycle

/// Deletes what the rules do not cover any more, at the start and then every hour.
struct RetentionUpkeep: Service {
    let service: RetentionService
    let logger: Logger

    /// Rules count days, so an hour is soon enough; what is deleted late is deleted all the same.
    private static let interval = Duration.seconds(3_600)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await deleteExpired()
                // Ends early only when the server stops, which the loop sees.
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// One source that cannot be looked at does not keep the others from their turn.
    private func deleteExpired() async {
        do {
            for source in try await service.sources() {
                await deleteExpired(of: source)
            }
        } catch {
            logger.error("cannot look for expired segments; tried again in an hour", metadata: ["error": "\(error)"])
        }
    }

    private func deleteExpired(of source: LogSource) async {
        do {
            let deleted = try await service.deleteExpired(of: source)
            if !deleted.isEmpty {
                logger.notice(
                    "expired segments deleted", metadata: ["source": "\(source.id)", "count": "\(deleted.count)"])
            }
        } catch {
            logger.error(
                "cannot delete expired segments; tried again in an hour",
                metadata: ["source": "\(source.id)", "error": "\(error)"])
        }
    }
}
