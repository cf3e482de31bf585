import DocumentAudit
import Logbook
import Logging
import ServiceLifecycle
import Synchronization

/// Follows the audit files that the settings name, and others once the settings have been read again.
///
/// A source that cannot go on is tried again until it can; the log says once why, and `areFollowed` is false meanwhile.
final class FollowedSources: Service {
    /// A source with the stream that takes its events.
    struct Target: Hashable, Sendable {
        let source: CollectSource
        let path: String
        let stream: Stream
    }

    private let intake: LineIntake
    private let logger: Logger
    private let targets: AsyncStream<[Target]>
    private let changes: AsyncStream<[Target]>.Continuation
    /// By source, what keeps its lines from being collected.
    private let hindrances = Mutex<[String: String]>([:])

    private static let pause = Duration.seconds(5)

    init(_ first: [Target], intake: LineIntake, logger: Logger) {
        self.intake = intake
        self.logger = logger
        (targets, changes) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        changes.yield(first)
    }

    /// Whether every source is followed to its end.
    var areFollowed: Bool { hindrances.withLock(\.isEmpty) }

    /// Ends what is followed, each source between two batches, and follows these.
    func follow(_ targets: [Target]) {
        changes.yield(targets)
    }

    func run() async throws {
        let executor = BlockingExecutor("collecting")
        await cancelWhenGracefulShutdown {
            await withTaskExecutorPreference(executor) { await self.followAll() }
        }
    }

    private func followAll() async {
        var next = await nextTargets()
        while let targets = next {
            hindrances.withLock { $0 = [:] }
            next = await withTaskGroup(of: [Target]?.self) { group in
                for target in targets {
                    group.addTask {
                        await self.follow(target)
                        return nil
                    }
                }
                group.addTask { await self.nextTargets() }
                var changed: [Target]?
                // Sources end only when they are told to, so the first that ends is the wait for others.
                if let first = await group.next() { changed = first }
                group.cancelAll()
                return changed
            }
        }
    }

    /// `nil` when the server stops.
    private func nextTargets() async -> [Target]? {
        for await targets in targets { return targets }
        return nil
    }

    private func follow(_ target: Target) async {
        let name = target.source.name
        var logger = logger
        logger[metadataKey: "source"] = "\(name)"
        logger.notice("audit files followed", metadata: ["file": "\(target.path)"])
        let collector = Collector(
            path: target.path, source: name,
            taker: StoreTaker(intake: intake, stream: target.stream, logger: logger), isOnce: false,
            note: { [logger] in logger.warning("\($0)") },
            hindrance: { [logger] in self.note($0, of: name, logger) })
        while !Task.isCancelled {
            do {
                _ = try await collector.run()
            } catch is CancellationError {
                return
            } catch {
                note("\(error)", of: name, logger)
                // Ends early only when the source is to be followed no more, which the loop sees.
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Says what is new, once.
    private func note(_ hindrance: String?, of source: String, _ logger: Logger) {
        let isNew = hindrances.withLock { hindrances in
            defer { hindrances[source] = hindrance }
            return hindrances[source] != hindrance
        }
        guard isNew else { return }
        if let hindrance {
            logger.error("audit files cannot be followed; tried again", metadata: ["reason": "\(hindrance)"])
        } else {
            logger.notice("audit files can be followed again")
        }
    }
}
