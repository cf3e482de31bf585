import ArgumentParser

/// `daybook import`: takes records that were made elsewhere.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Takes records that were made elsewhere.",
        subcommands: [ImportAccessCommand.self])
}
