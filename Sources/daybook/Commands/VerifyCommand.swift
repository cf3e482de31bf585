import ArgumentParser
import Catalog
import DataService
import DaybookHTTP
import DocumentAudit
import Evidence
import Foundation
import Logbook
import Logging
import SegmentStore

/// `daybook verify`: reads everything and proves what can be proven, by itself or through the running server.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Reads everything that was recorded and says whether it is what was recorded.",
        discussion: """
            Asks the server that runs on the data folder; opens the folder itself when none runs. Records are hashed
            again up to the signed checkpoints of their projects. With a checkpoint that was kept elsewhere it also
            proves that today's log continues the one of that day. docs/formats/project-log.md has the formats.
            Exit codes: 0 all is as it was recorded, 1 something is not, and the first place is named, 2 nothing could
            be verified.
            """
    )

    private static let unverified = ExitCode(2)

    @OptionGroup var data: FolderOption

    @Flag(help: "Prints one JSON object.")
    var json = false

    @Option(help: ArgumentHelp("A checkpoint that was kept, or - for the standard input.", valueName: "file"))
    var checkpoint: String?

    @Option(name: .customLong("request-id"), help: "Proves the call with this request id; takes --cluster.")
    var requestID: Int64?

    @Option(help: ArgumentHelp("The id of the cluster of the call.", valueName: "id"))
    var cluster: String?

    @Option(
        help: ArgumentHelp("Proves the audit event with this id, as daybook query audit shows it.", valueName: "id"))
    var record: String?

    func validate() throws {
        guard (requestID == nil) == (cluster == nil) else {
            throw ValidationError("--request-id and --cluster belong together")
        }
        guard requestID == nil || record == nil else {
            throw ValidationError("--request-id is of a call and --record of an audit event; prove one at a time")
        }
        guard record.map({ AuditRecordID(text: $0) != nil }) ?? true else {
            throw ValidationError("--record is <node id>-<sequence number>")
        }
    }

    func run() async throws {
        let answer: VerifyAnswer
        do {
            answer = try await verify()
        } catch {
            try FileHandle.standardError.write(contentsOf: Data("Error: \(error)\n".utf8))
            throw Self.unverified
        }
        if json {
            try StandardOutput.write(text: answer)
        } else {
            try StandardOutput.write(VerifyText(answer).text)
        }
        if answer.problem != nil { throw ExitCode.failure }
    }

    private func verify() async throws -> VerifyAnswer {
        let folder = data.folder
        try folder.demandInstalled()
        let question = VerifyQuestion(
            checkpoint: try keptCheckpoint(), call: try await call(), record: try await auditRecord())
        let progress = ProgressLine()
        defer { progress.finish() }
        do {
            var logger = Logger(label: "daybook")
            logger.logLevel = .error
            let store = try await folder.openStore(logger: logger)
            let result: Result<VerifyAnswer, any Error>
            do {
                result = .success(
                    try await VerifyService(store: store).answer(question) {
                        progress.show(byteCount: $0.byteCount, of: $0.totalByteCount)
                    })
            } catch {
                result = .failure(error)
            }
            await store.close()
            return try result.get()
        } catch let error as LogStoreError where error.code == .inUse {
            return try await ask(question, of: folder, progress)
        } catch let error as LogStoreError where error.code == .corruption {
            return VerifyAnswer(problem: error.message)
        }
    }

    private func ask(
        _ question: VerifyQuestion, of folder: DataFolder, _ progress: ProgressLine
    ) async throws -> VerifyAnswer {
        let server = try RunningServer(folder: folder, settings: try await Settings(folder: folder))
        let last = try await server.post("/daybook/v1/verify", json: try JSONEncoder().encode(question)) { line in
            if case .progress(let count, let total)? = try? JSONDecoder().decode(VerifyMessage.self, from: line) {
                progress.show(byteCount: count, of: total)
            }
        }
        switch try JSONDecoder().decode(VerifyMessage.self, from: last) {
        case .answer(let answer): return answer
        case .failure(let reason): throw CommandError(reason)
        case .progress: throw CommandError("the server ended before it had an answer")
        }
    }

    private func keptCheckpoint() throws -> String? {
        guard let checkpoint else { return nil }
        let content =
            checkpoint == "-"
            ? try FileHandle.standardInput.readToEnd() : FileManager.default.contents(atPath: checkpoint)
        guard let content, let text = String(validating: content, as: UTF8.self) else {
            throw CommandError("cannot read \(checkpoint) as a text; name the file of a checkpoint")
        }
        return text
    }

    private func call() async throws -> VerifyQuestion.Call? {
        guard let requestID, let cluster else { return nil }
        let catalog = try Installation(opening: data.folder).catalog
        let found = try await catalog.clusters().first { $0.id == cluster }
        try catalog.close()
        guard let found else { throw CommandError("there is no such cluster") }
        return VerifyQuestion.Call(project: found.project, cluster: found.id, requestID: requestID)
    }

    private func auditRecord() async throws -> VerifyQuestion.Record? {
        guard let id = record.flatMap(AuditRecordID.init(text:)) else { return nil }
        let catalog = try Installation(opening: data.folder).catalog
        let found = try await catalog.instances().first { $0.nodes.contains { $0.id == id.node } }
        try catalog.close()
        guard let found else { throw CommandError("there is no such node") }
        return VerifyQuestion.Record(
            project: found.project, instance: found.id, node: id.node, sequence: id.sequence)
    }
}

extension StandardOutput {
    /// Writes one JSON object with the keys that it has, sorted, and a line feed.
    fileprivate static func write(text value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try write(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
    }
}
