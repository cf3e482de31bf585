import ArgumentParser

/// `daybook query`: answers questions about what was recorded.
struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Finds and sums up records.",
        discussion: """
            Asks the server that runs on the data folder; reads the folder itself when none runs. docs/querying.md has
            the fields and the language of --where.
            """,
        subcommands: [QueryAccessCommand.self, QueryAuditCommand.self]
    )
}
