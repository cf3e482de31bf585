import ArgumentParser
import Catalog
import Identity
import Logbook

/// `daybook token`: a token for whoever may read the data folder, without a password.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Prints a token of the installation's user for the control plane.",
        discussion: "Send it as the header X-Auth-Token. It is good for one project."
    )

    @OptionGroup var data: FolderOption

    @Option(help: ArgumentHelp("How long the token is good, 1 to 24.", valueName: "n"))
    var hours = 24

    @Option(help: "The user's name.")
    var user = "admin"

    @Option(help: "The user's domain.")
    var domain = "daybook"

    @Option(help: "The name of the project that the token is for; the first one when left out.")
    var project: String?

    func validate() throws {
        guard (1...24).contains(hours) else {
            throw ValidationError("--hours has to be from 1 to 24")
        }
    }

    func run() async throws {
        let installation = try Installation(opening: data.folder)
        let catalog = installation.catalog
        guard let domain = try await catalog.domain(named: domain),
            let user = try await catalog.user(named: user, in: domain.id),
            let project = try await catalog.projects(in: domain.id).first(where: { [nil, $0.name].contains(project) })
        else {
            throw CommandError("the domain, user or project is not there; see --help")
        }
        let now = TimeSource.system.now()
        let token = Token(
            user: TokenUser(id: user.id, name: user.name, domain: domain), scope: .project(project, domain),
            methods: ["password"], roles: user.roles, issued: now,
            expires: now.advanced(by: .seconds(3_600 * hours)))
        let text = try TokenIssuer(installation.master, time: .system).seal(token)
        try StandardOutput.write(text + "\n")
    }
}
