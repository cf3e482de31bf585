import ArgumentParser
import AsyncHTTPClient
import Catalog
import DocumentAudit
import Foundation
import Identity
import Logbook
import NIOSSL
import Synchronization

/// `daybook collect`: follows audit files that a database server writes.
struct CollectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect",
        abstract: "Follows audit files of a MongoDB server, into the log of its node.",
        discussion: """
            Takes JSON lines in MongoDB's own shape and in OCSF, also from files that were rotated: renamed, copied and
            cut off, compressed with gzip or zstd. Each line is kept once; where it stands is kept with the lines, so
            the command may be killed and started again at any time. Hands lines to the server of the data folder, or
            with --server to one on another machine, with an access key from a file like credentials.json.
            Exit codes, with --once: 0 every line went in, 1 some did not, or collecting failed.
            """
    )

    @Argument(help: "The file that the server writes; rotated ones are found beside it by its name.")
    var file: String

    @Option(help: ArgumentHelp("The data folder of the server on this machine.", valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp("The server on another machine.", valueName: "https://host:port"))
    var server: String?

    @Option(help: ArgumentHelp("A JSON file with access_key, secret_key and project_id.", valueName: "file"))
    var credentials: String?

    @Option(
        help: ArgumentHelp(
            "The certificates (PEM) by which the server is trusted, instead of the system's.", valueName: "file"))
    var ca: String?

    @Option(name: .customLong("instance"), help: "The id of the instance.")
    var instance: String

    @Option(name: .customLong("node"), help: "The id of its node whose log takes the events.")
    var node: String

    @Option(help: "A name for these files, by which they are known when collecting goes on.")
    var source = "audit"

    @Flag(help: "End when everything that is there is collected.")
    var once = false

    func validate() throws {
        guard (data != nil) != (server != nil), (server != nil) == (credentials != nil),
            ca == nil || server != nil
        else {
            throw ValidationError("give either --data, or --server with --credentials and perhaps --ca")
        }
        guard CollectSource.isName(source) else {
            throw ValidationError("--source has to be 1 to 100 letters, digits, hyphens, dots and underscores")
        }
        if let server, URL(string: server)?.host() == nil || !server.hasPrefix("http") {
            throw ValidationError("--server has to be a URL such as https://audit.example.com")
        }
    }

    private struct Key: Decodable {
        var accessKey: String
        var secretKey: String
        var projectId: String
    }

    func run() async throws {
        let target = try await target()
        var configuration = HTTPClient.Configuration()
        configuration.tlsConfiguration = target.tls
        let http = HTTPClient(configuration: configuration)
        let collector = Collector(
            path: file, source: source,
            taker: CollectClient(baseURL: target.baseURL, path: target.path, proof: target.proof, client: http),
            isOnce: once, note: Self.tell, hindrance: Self.tellingChanges())
        let result: Result<Collector.Totals, any Error>
        do {
            result = .success(try await collector.run())
        } catch {
            result = .failure(error)
        }
        try await http.shutdown()
        let totals = try result.get()
        let refused = totals.rejected > 0 ? "; lines refused: \(totals.rejected)" : ""
        try StandardOutput.write("\(totals.accepted) events collected\(refused)\n")
        if totals.rejected > 0 { throw ExitCode.failure }
    }

    @Sendable private static func tell(_ text: String) {
        FileHandle.standardError.write(Data("daybook: \(text)\n".utf8))
    }

    /// Tells of a hindrance once, however often it is met.
    private static func tellingChanges() -> @Sendable (String?) -> Void {
        let last = Mutex<String?>(nil)
        return { hindrance in
            let isNew = last.withLock { last in
                defer { last = hindrance }
                return last != hindrance
            }
            if let hindrance, isNew { tell(hindrance) }
        }
    }

    /// Where the lines go.
    private struct Target {
        var baseURL: String
        var path: String
        var proof: CollectClient.Proof
        var tls: TLSConfiguration?
    }

    private func target() async throws -> Target {
        if let server, let credentials {
            return try remoteTarget(server, credentials)
        }
        let folder = DataFolder(path: data ?? "")
        let catalog = try Installation(opening: folder).catalog
        let found = try await catalog.instances().first { $0.id == instance }
        try catalog.close()
        guard let found else { throw CommandError("there is no such instance") }
        let settings = try await Settings(folder: folder)
        let issuer = TokenIssuer(try Installation.masterKey(of: folder), time: .system)
        return Target(
            baseURL: RunningServer.baseURL(settings), path: path(in: found.project),
            proof: .token { try issuer.processToken() },
            tls: try settings.controlTLS?.configurationOfNeighbour(in: folder))
    }

    private func remoteTarget(_ server: String, _ credentials: String) throws -> Target {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let bytes = FileManager.default.contents(atPath: credentials),
            let key = try? decoder.decode(Key.self, from: bytes)
        else { throw CommandError("cannot read access_key, secret_key and project_id from \(credentials)") }
        var tls: TLSConfiguration?
        if let ca {
            guard FileManager.default.isReadableFile(atPath: ca) else { throw CommandError("cannot read \(ca)") }
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .file(ca)
            tls = configuration
        }
        return Target(
            baseURL: server.hasSuffix("/") ? String(server.dropLast()) : server, path: path(in: key.projectId),
            proof: .key(RequestSigner(accessKey: key.accessKey, secret: key.secretKey)), tls: tls)
    }

    private func path(in project: String) -> String {
        "/daybook/v1/\(project)/instances/\(instance)/nodes/\(node)/audit-lines"
    }
}
