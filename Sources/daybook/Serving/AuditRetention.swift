import DocumentAudit
import Logbook
import Logging
import ServiceLifecycle

/// Deletes audit log files that are older than the `keep_days` of their instance.
///
/// Instances that have auditing off keep theirs: turning it off says by itself what happens to them.
struct AuditRetention: Service {
    let repository: any DocumentAuditRepository
    let store: any LogStore
    let time: TimeSource
    let logger: Logger

    private static let interval = Duration.seconds(3_600)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await pruneExpired()
                } catch {
                    logger.error(
                        "cannot delete expired audit logs; tried again in an hour", metadata: ["error": "\(error)"])
                }
                // Ends early only when the server stops, which the loop sees.
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func pruneExpired() async throws {
        for instance in try await repository.instances() {
            let policy = try await repository.policy(of: instance.id)
            guard policy.isOn else { continue }
            let oldest = time.now().advanced(by: .seconds(-86_400 * policy.keepDays))
            let streams = StreamSelection(kind: .audit, project: instance.project, source: instance.id)
            let candidates = try await store.segments(
                SegmentQuery(streams: streams, overlapping: Timestamp(microseconds: .min)...oldest))
            let expired = candidates.segments.filter { $0.times.upperBound < oldest }
            let deleted = try await store.prune(expired.map(\.id), for: .age(days: policy.keepDays))
            if !deleted.isEmpty {
                logger.info(
                    "expired audit logs deleted",
                    metadata: ["instance": "\(instance.id)", "count": "\(deleted.count)"])
            }
        }
    }
}
