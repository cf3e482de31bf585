import ArgumentParser
import Catalog
import Foundation
import Logging
import NIOCore

/// `daybook serve`: runs in the foreground until it is asked to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves a data folder in the foreground.",
        discussion: """
            SIGTERM and Ctrl-C stop it in order: calls under way are answered, open audit log files are closed.
            Settings are read from daybook.yaml of the data folder; see docs/operating.md.
            """
    )

    @OptionGroup var data: FolderOption

    @Option(
        name: .customLong("mongodb-upstream"),
        help: ArgumentHelp(
            "The MongoDB server behind all nodes, instead of the one in the settings.",
            valueName: "mongodb://host:port"))
    var upstream: String?

    func validate() throws {
        if let upstream {
            do {
                _ = try UpstreamAddresses(mongodbURL: upstream)
            } catch {
                throw ValidationError("--mongodb-upstream cannot be read: \(error)")
            }
        }
    }

    func run() async throws {
        // Event loops beyond the cores would take turns, and each would find less to do at a time.
        NIOSingletons.groupLoopCountSuggestion = Cores.count
        let folder = data.folder
        let installation = try Installation(opening: folder)
        var settings = try await Settings(folder: folder)
        if let upstream {
            settings.upstream = try UpstreamAddresses(mongodbURL: upstream)
        }
        let level = settings.logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let summary = try Installation.summary(of: folder)?.secured(by: settings)
        let program = CommandLine.arguments[0]
        let server = Server(installation: installation, settings: settings, logger: Logger(label: "daybook")) {
            guard let summary else { return }
            let text = NextSteps(program: program, folder: folder, summary: summary).text
            FileHandle.standardError.write(Data(text.utf8))
        }
        try await server.run()
        try installation.catalog.close()
    }
}
