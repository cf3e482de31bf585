import ArgumentParser
import Foundation

/// `daybook hold`: keeps the records of a cluster or an instance from being deleted.
struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Places, releases and lists legal holds.",
        discussion: """
            While a hold is on a cluster or an instance, nothing of its log is deleted: neither by a rule nor by a
            person, nor through the audit log API. Asks the server that runs on the data folder; opens the folder itself
            when none runs.
            """,
        subcommands: [HoldAddCommand.self, HoldRemoveCommand.self, HoldListCommand.self]
    )
}

/// Who places or releases a hold.
struct PersonOption: ParsableArguments {
    @Option(
        name: .customLong("by"),
        help: ArgumentHelp("Who does it; the name of the login when left out.", valueName: "name"))
    var name: String?

    var person: String { name ?? NSUserName() }
}

struct HoldAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Places a hold.")

    @OptionGroup var data: FolderOption
    @OptionGroup var source: SourceOption
    @OptionGroup var person: PersonOption

    @Option(help: ArgumentHelp("Why, such as a matter's name and file number.", valueName: "text"))
    var reason: String

    @Flag(help: "Prints one JSON object.")
    var json = false

    func validate() throws {
        try source.demandOne()
    }

    func run() async throws {
        let hold = try await RetentionDesk.open(data.folder) { desk in
            try await desk.placeHold(
                on: try await source.one(in: desk.catalog), reason: reason, by: person.person)
        }
        try json ? RetentionText.write(json: hold) : RetentionText.write([hold])
    }
}

struct HoldRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Releases a hold; it stays on record.")

    @Argument(help: "The id of the hold, as `daybook hold list` shows it.")
    var id: String

    @OptionGroup var data: FolderOption
    @OptionGroup var person: PersonOption

    @Flag(help: "Prints one JSON object.")
    var json = false

    func run() async throws {
        let hold = try await RetentionDesk.open(data.folder) { try await $0.releaseHold(id, by: person.person) }
        try json ? RetentionText.write(json: hold) : RetentionText.write([hold])
    }
}

struct HoldListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the holds, the newest first.")

    @OptionGroup var data: FolderOption

    @Flag(help: "Also holds that were released.")
    var all = false

    @Flag(help: "Prints one JSON object.")
    var json = false

    func run() async throws {
        let holds = try await RetentionDesk.open(data.folder) { try await $0.holds(includingReleased: all) }
        try json ? RetentionText.write(json: ["holds": holds]) : RetentionText.write(holds)
    }
}
