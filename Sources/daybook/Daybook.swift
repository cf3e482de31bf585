import ArgumentParser
import CMalloc

/// The command line of Daybook.
@main
struct Daybook: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daybook",
        abstract: "Records who touched which data, when, and what they got.",
        discussion: """
            Start with `daybook init --data DIR --sample`, then `daybook serve --data DIR`.
            Results go to the standard output, everything else to the standard error.
            Exit codes: 0 done, 1 failed, 64 wrong usage.
            """,
        version: version,
        subcommands: [
            InitCommand.self, ServeCommand.self, ImportCommand.self, CollectCommand.self, QueryCommand.self,
            AuditCommand.self, SealCommand.self, SegmentsCommand.self, VerifyCommand.self,
            RetentionCommand.self, HoldCommand.self, TokenCommand.self,
        ]
    )

    static let version = "0.1.0"

    static func main() async {
        daybook_keep_freed_memory()
        await main(nil)
    }
}
