import ArgumentParser

/// `daybook audit`: what is audited of an instance, and how.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Shows and sets what is audited of an instance.",
        discussion: """
            Asks the server that runs on the data folder. Each change holds from the next request on, and is recorded in
            the log of every node of the instance. Events themselves are shown by `daybook query audit`.
            """,
        subcommands: [AuditShowCommand.self, AuditSetCommand.self]
    )
}

/// The instance that an audit command is about.
struct InstanceOption: ParsableArguments {
    @Option(
        name: .customLong("instance"),
        help: ArgumentHelp("The id of the instance; may be left out where there is one.", valueName: "id"))
    var id: String?
}

struct AuditShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows the audit policy and the settings of an instance.")

    @OptionGroup var data: FolderOption
    @OptionGroup var instance: InstanceOption

    @Flag(help: "Prints one JSON object.")
    var json = false

    func run() async throws {
        let answer = try await AuditDesk.open(data.folder, instance: instance.id).answer()
        try json ? StandardOutput.write(json: answer) : StandardOutput.write(answer.text)
    }
}

struct AuditSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Sets the audit policy and the settings of an instance.",
        discussion: "What is not named stays. Prints what holds then.")

    enum Switch: String, ExpressibleByArgument, CaseIterable {
        case on, off
    }

    @OptionGroup var data: FolderOption
    @OptionGroup var instance: InstanceOption

    @Option(help: ArgumentHelp("Days that audit logs are kept, 7 to 732; 0 ends auditing.", valueName: "n"))
    var keepDays: Int?

    @Flag(help: "With --keep-days 0: deletes the audit logs that there are.")
    var deleteFiles = false

    @Option(help: ArgumentHelp("What is audited: db or db.collection, comma separated, or all.", valueName: "names"))
    var scope: String?

    @Option(
        help: ArgumentHelp(
            "Which operations: auth, insert, delete, update, query, command, comma separated, or all.",
            valueName: "types"))
    var types: String?

    @Option(help: ArgumentHelp("An operation that takes as long is in the slow log.", valueName: "ms"))
    var slowMilliseconds: Int?

    @Option(help: "Whether the slow log hides literals: on or off.")
    var desensitization: Switch?

    @Option(help: ArgumentHelp("A field whose values are not recorded any more; repeatable.", valueName: "path"))
    var mask: [String] = []

    @Option(help: ArgumentHelp("A field whose values are recorded again; repeatable.", valueName: "path"))
    var unmask: [String] = []

    @Flag(help: "Prints one JSON object.")
    var json = false

    func validate() throws {
        guard !change.isEmpty else {
            throw ValidationError("name what is to change; see --help")
        }
        guard !deleteFiles || keepDays == 0 else {
            throw ValidationError("--delete-files goes with --keep-days 0")
        }
    }

    func run() async throws {
        let desk = try await AuditDesk.open(data.folder, instance: instance.id)
        try await desk.apply(change)
        let answer = try await desk.answer()
        try json ? StandardOutput.write(json: answer) : StandardOutput.write(answer.text)
    }

    private var change: AuditChange {
        AuditChange(
            keepDays: keepDays, scope: scope,
            types: types.map { $0 == "all" ? [] : $0.split(separator: ",").map(String.init) },
            deletesFiles: deleteFiles, slowMilliseconds: slowMilliseconds, desensitization: desensitization?.rawValue,
            masked: mask, unmasked: unmask)
    }
}
