import ArgumentParser
import DaybookHTTP
import Retention

/// `daybook retention`: how long records are kept, and what was deleted.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Shows and sets how long records are kept, and what was deleted.",
        discussion: """
            Asks the server that runs on the data folder; opens the folder itself when none runs. Segments are deleted
            whole, by the server once an hour.
            """,
        subcommands: [
            RetentionShowCommand.self, RetentionSetCommand.self, RetentionApplyCommand.self,
            RetentionLogCommand.self,
        ]
    )
}

struct RetentionShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows the bounds of a cluster or an instance.")

    @OptionGroup var data: FolderOption
    @OptionGroup var source: SourceOption

    @Flag(help: "Prints one JSON object.")
    var json = false

    func validate() throws {
        try source.demandOne()
    }

    func run() async throws {
        let answer = try await RetentionDesk.open(data.folder) { desk in
            try await desk.rule(of: try await source.one(in: desk.catalog))
        }
        try RetentionText.write(answer, asJSON: json)
    }
}

struct RetentionSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Sets the bounds of a cluster or an instance.",
        discussion: """
            A bound that is not named stays. Audit logs are kept for the keep_days of the instance's audit policy; only
            their bytes are set here.
            """)

    @OptionGroup var data: FolderOption
    @OptionGroup var source: SourceOption

    @Option(
        help: ArgumentHelp(
            "Days that records are kept; unlimited, or default for what the settings say.", valueName: "n"))
    var days: BoundArgument?

    @Option(
        help: ArgumentHelp(
            "Bytes on disk that the segments of a cluster, or of each node, may take; unlimited or default.",
            valueName: "n"))
    var bytes: BoundArgument?

    @Flag(help: "Prints one JSON object.")
    var json = false

    func validate() throws {
        try source.demandOne()
        guard days != nil || bytes != nil else {
            throw ValidationError("name --days, --bytes or both")
        }
    }

    func run() async throws {
        let answer = try await RetentionDesk.open(data.folder) { desk in
            try await desk.apply(
                RetentionChange(days: days?.bound, bytes: bytes?.bound),
                to: try await source.one(in: desk.catalog))
        }
        try RetentionText.write(answer, asJSON: json)
    }
}

struct RetentionApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Deletes now what the rules do not cover any more.",
        discussion: "Prints the deleted segments as JSON. What a legal hold keeps stays.")

    @OptionGroup var data: FolderOption

    func run() async throws {
        let deleted = try await RetentionDesk.open(data.folder) { try await $0.deleteExpired() }
        try RetentionText.write(json: ["segments": deleted])
    }
}

struct RetentionLogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Lists what was deleted, when and why, the newest first.")

    @OptionGroup var data: FolderOption
    @OptionGroup var source: SourceOption

    @Option(help: ArgumentHelp("How many at the most.", valueName: "n"))
    var limit = 100

    @Flag(help: "Prints one JSON object.")
    var json = false

    func validate() throws {
        guard source.cluster == nil || source.instance == nil else {
            throw ValidationError("name either --cluster or --instance")
        }
        guard (1...1_000).contains(limit) else {
            throw ValidationError("--limit has to be from 1 to 1000")
        }
    }

    func run() async throws {
        let deletions = try await RetentionDesk.open(data.folder) { desk in
            try await desk.deletions(of: try await source.find(in: desk.catalog), limit: limit)
        }
        if json {
            try RetentionText.write(json: ["deletions": deletions])
        } else {
            try RetentionText.write(deletions)
        }
    }
}
