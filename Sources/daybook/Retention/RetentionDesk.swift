import Catalog
import DataService
import DaybookHTTP
import DocumentAudit
import Foundation
import Logbook
import Logging
import Retention
import SegmentStore

/// Who carries out what the retention commands ask: the server that holds the data folder, or the command itself where
/// none runs.
struct RetentionDesk {
    private enum Place {
        case server(RunningServer)
        case folder(RetentionService, SegmentStore)
    }

    let catalog: Catalog
    private let place: Place

    /// Opens what it takes, hands it to the body, and closes it again.
    static func open<Result>(
        _ folder: DataFolder, _ body: (RetentionDesk) async throws -> Result
    ) async throws -> Result {
        let catalog = try Installation(opening: folder).catalog
        let settings = try await Settings(folder: folder)
        let desk: RetentionDesk
        do {
            var logger = Logger(label: "daybook")
            logger.logLevel = .warning
            let store = try await folder.openStore(logger: logger)
            let service = RetentionService(catalog: catalog, store: store, settings: settings)
            desk = RetentionDesk(catalog: catalog, place: .folder(service, store))
        } catch let error as LogStoreError where error.code == .inUse {
            desk = RetentionDesk(
                catalog: catalog, place: .server(try RunningServer(folder: folder, settings: settings)))
        }
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(desk))
        } catch let error as RetentionError {
            result = .failure(CommandError(error.message))
        } catch {
            result = .failure(error)
        }
        if case .folder(_, let store) = desk.place {
            await store.close()
        }
        try catalog.close()
        return try result.get()
    }

    func rule(of source: LogSource) async throws -> RetentionAnswer {
        switch place {
        case .server(let server): try Self.decode(await server.get(source.path + "/retention"))
        case .folder(let service, _): try await service.answer(of: source)
        }
    }

    func apply(_ change: RetentionChange, to source: LogSource) async throws -> RetentionAnswer {
        switch place {
        case .server(let server):
            try Self.decode(await server.put(source.path + "/retention", json: try JSONEncoder().encode(change)))
        case .folder(let service, _): try await service.apply(change, to: source)
        }
    }

    /// Deletes now what the rules of all projects do not cover any more.
    func deleteExpired() async throws -> [SegmentBody] {
        var deleted: [SegmentBody] = []
        switch place {
        case .server(let server):
            for project in try await projects() {
                let list: SegmentList = try Self.decode(
                    await server.post("/daybook/v1/\(project)/retention/apply"))
                deleted += list.segments
            }
        case .folder(let service, _):
            for source in try await service.sources() {
                deleted += SegmentList(try await service.deleteExpired(of: source)).segments
            }
        }
        return deleted
    }

    /// - Parameter source: `nil` for everything.
    func deletions(of source: LogSource?, limit: Int) async throws -> [RecordedDeletion] {
        switch place {
        case .server(let server):
            var deletions: [RecordedDeletion] = []
            for project in try await projects() where source == nil || source?.project == project {
                let query = [source?.query, "limit=\(limit)"].compactMap(\.self).joined(separator: "&")
                let list: DeletionList = try Self.decode(
                    await server.get("/daybook/v1/\(project)/deletions?\(query)"))
                deletions += list.deletions
            }
            return Array(deletions.sorted { $0.deleted > $1.deleted }.prefix(limit))
        case .folder(let service, _):
            let query = DeletionQuery(streams: source?.streams ?? .all, limit: limit)
            return DeletionList(try await service.history(query)).deletions
        }
    }

    func placeHold(on source: LogSource, reason: String, by user: String) async throws -> HoldBody {
        switch place {
        case .server(let server):
            let request = HoldRequest(source: source, reason: reason, user: user)
            return try Self.decode(
                await server.post("/daybook/v1/\(source.project)/holds", json: try JSONEncoder().encode(request)))
        case .folder(let service, _):
            return HoldBody(try await service.placeHold(on: source, reason: reason, by: user))
        }
    }

    func releaseHold(_ id: String, by user: String) async throws -> HoldBody {
        guard let project = try await holdingProject(of: id) else {
            throw RetentionError(.unknownHold, "there is no such hold")
        }
        switch place {
        case .server(let server):
            let body = try JSONEncoder().encode(ReleaseRequest(user: user))
            return try Self.decode(
                await server.post("/daybook/v1/\(project)/holds/\(id)/release", json: body))
        case .folder(let service, _):
            return HoldBody(try await service.releaseHold(id, in: project, by: user))
        }
    }

    /// The holds of all projects; they are in the catalog, which anybody may read beside a server.
    func holds(includingReleased: Bool) async throws -> [HoldBody] {
        var holds: [HoldBody] = []
        for project in try await projects() {
            let all = try await catalog.holds(in: project)
            holds += all.filter { includingReleased || $0.release == nil }.map(HoldBody.init)
        }
        return holds
    }

    private func holdingProject(of hold: String) async throws -> String? {
        for project in try await projects() where try await catalog.hold(hold, in: project) != nil {
            return project
        }
        return nil
    }

    private func projects() async throws -> [String] {
        let clusters = try await catalog.clusters().map(\.project)
        let instances = try await catalog.instances().map(\.project)
        return Set(clusters + instances).sorted()
    }

    private static func decode<Answer: Decodable>(_ text: String) throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
    }
}

extension RetentionService {
    /// The service of an installation.
    init(catalog: Catalog, store: any LogStore, settings: Settings) {
        self.init(
            repository: catalog, dataService: catalog, documentAudit: catalog, store: store,
            defaults: settings.retention, time: .system, makeID: RandomText.identifier)
    }
}
