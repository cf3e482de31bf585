import ArgumentParser
import Catalog
import DataService
import Foundation
import Logbook
import Logging
import SegmentStore

/// `daybook import access`: access records as lines of JSON, by itself or through the running server.
struct ImportAccessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "Takes access records as lines of JSON.",
        discussion: """
            Hands them to the server that runs on the data folder; opens the folder itself when none runs. Lines that
            are no access records are counted, and the first hundred are listed. docs/formats/access-record-json.md
            has the fields.
            Exit codes: 0 every line went in, 1 some did not, or the import failed; what went in before stays.
            """
    )

    @Argument(help: "The file to read, or - for the standard input.")
    var file: String

    @OptionGroup var data: FolderOption

    @Option(name: .customLong("cluster"), help: "The id of the cluster whose access log takes the records.")
    var cluster: String

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @Flag(help: "Stop at the first line that is no access record.")
    var strict = false

    func run() async throws {
        let target = try await findCluster()
        let progress = ProgressLine()
        let chunks = try FileChunks(path: file, progress: progress)
        let summary: [UInt8]
        do {
            summary = try await importAll(chunks, into: target)
        } catch {
            progress.finish()
            throw error
        }
        progress.finish()
        let answer = try ImportAnswer(json: summary)
        if json {
            try StandardOutput.write(String(decoding: summary, as: UTF8.self) + "\n")
        } else {
            try FileHandle.standardError.write(contentsOf: Data(answer.problems.utf8))
            try StandardOutput.write(answer.text)
        }
        if answer.rejected > 0 { throw ExitCode.failure }
    }

    private func findCluster() async throws -> Cluster {
        let catalog = try Installation(opening: data.folder).catalog
        let clusters = try await catalog.clusters()
        try catalog.close()
        guard let found = clusters.first(where: { $0.id == cluster }) else {
            throw CommandError("there is no such cluster")
        }
        return found
    }

    /// - Returns: the summary as JSON.
    private func importAll(_ chunks: FileChunks, into cluster: Cluster) async throws -> [UInt8] {
        let folder = data.folder
        do {
            var logger = Logger(label: "daybook")
            logger.logLevel = .warning
            let store = try await folder.openStore(logger: logger)
            // Seals what is full while the import goes on; ends with the import.
            async let _: Void = store.run()
            let importer = AccessImporter(
                store: store, stream: .access(project: cluster.project, cluster: cluster.id),
                workspace: cluster.workspace, isStrict: strict)
            let result: Result<ImportSummary, any Error>
            do {
                result = .success(try await importer.run(chunks))
            } catch {
                result = .failure(error)
            }
            await store.close()
            return ImportAnswer.json(of: try result.get())
        } catch let error as LogStoreError where error.code == .inUse {
            let server = try RunningServer(folder: folder, settings: try await Settings(folder: folder))
            let path = "/daybook/v1/\(cluster.project)/clusters/\(cluster.id)/access-records"
            return Array(try await server.post(path + (strict ? "?strict=true" : ""), lines: chunks).utf8)
        } catch let interruption as AccessImporter.Interruption {
            let kept = interruption.summary.acceptedCount
            throw CommandError("\(interruption.cause); before it \(kept) records were kept")
        }
    }
}
