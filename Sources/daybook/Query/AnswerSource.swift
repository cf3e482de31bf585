import Catalog
import DaybookHTTP
import Foundation
import Logbook
import Logging
import SegmentStore

/// Who answers: the server that holds the data folder, or the command itself where none runs.
enum AnswerSource {
    case server(RunningServer)
    case folder(QuestionService, SegmentStore, Catalog)

    init(_ folder: DataFolder) async throws {
        try folder.demandInstalled()
        do {
            var logger = Logger(label: "daybook")
            logger.logLevel = .warning
            let store = try await folder.openStore(logger: logger)
            do {
                let catalog = try Installation(opening: folder).catalog
                let service = QuestionService(
                    dataService: catalog, documentAudit: catalog, store: store, time: .system)
                self = .folder(service, store, catalog)
            } catch {
                await store.close()
                throw error
            }
        } catch let error as LogStoreError where error.code == .inUse {
            self = .server(try RunningServer(folder: folder, settings: try await Settings(folder: folder)))
        }
    }

    /// Asks, prints, and closes what was opened for it, also after a failure.
    ///
    /// - Parameter format: how rows are printed; `nil` for what the options say.
    func run(
        _ question: Question, kind: Logbook.Stream.Kind, options: QuestionOptions, format: (any AnswerFormat)? = nil
    ) async throws {
        do {
            try await QuestionRunner(source: self, kind: kind, options: options, chosen: format).run(question)
        } catch {
            try await close()
            throw error
        }
        try await close()
    }

    func answer(_ question: Question, kind: Logbook.Stream.Kind) async throws -> QuestionAnswer {
        switch self {
        case .server(let server):
            let name = kind == .access ? "access" : "audit"
            let body = try await server.post("/daybook/v1/query/\(name)", json: try JSONEncoder().encode(question))
            return try JSONDecoder().decode(QuestionAnswer.self, from: Data(body.utf8))
        case .folder(let service, _, _):
            guard let project = try await service.project(ofSource: question.source, kind: kind) else {
                throw CommandError("there is no such \(kind == .access ? "cluster" : "instance")")
            }
            return try await service.answer(question, kind: kind, project: project)
        }
    }

    private func close() async throws {
        if case .folder(_, let store, let catalog) = self {
            await store.close()
            try catalog.close()
        }
    }
}
