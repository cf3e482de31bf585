import ArgumentParser

/// `daybook init`: makes a data folder, once.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a new data folder with its own keys, user and project.",
        discussion: """
            The credentials are printed once and kept in credentials.json of the folder, which only its owner may read.
            A port of 0 means: one that is free now.
            """
    )

    @OptionGroup var data: FolderOption

    @Flag(help: "Adds a shop database with 60,000 orders, three published APIs and an app; auditing is on.")
    var sample = false

    @Flag(help: "Prints the credentials as one JSON object.")
    var json = false

    @Option(help: "The region's id, which is also the name of the project: clients look their project up by it.")
    var region = "cn-north-4"

    @Option(name: .customLong("control-port"), help: "The port of the two cloud APIs.")
    var controlPort = 8180

    @Option(name: .customLong("gateway-port"), help: "The port of the published APIs.")
    var gatewayPort = 8181

    @Option(name: .customLong("node-port"), help: "The port that MongoDB drivers connect to.")
    var nodePort = 27_018

    @Option(
        name: .customLong("mongodb-upstream"),
        help: ArgumentHelp("The MongoDB server behind the node.", valueName: "mongodb://host:port"))
    var upstream = "mongodb://127.0.0.1:27017"

    func validate() throws {
        for (name, port) in [
            ("control-port", controlPort), ("gateway-port", gatewayPort), ("node-port", nodePort),
        ] where !(0...65_535).contains(port) {
            throw ValidationError("--\(name) has to be from 0 to 65535")
        }
        let chosen = [controlPort, gatewayPort, nodePort].filter { $0 != 0 }
        guard Set(chosen).count == chosen.count else {
            throw ValidationError("the three ports have to differ")
        }
        do {
            _ = try UpstreamAddresses(mongodbURL: upstream)
        } catch {
            throw ValidationError("--mongodb-upstream cannot be read: \(error)")
        }
    }

    func run() async throws {
        let ports = try await FreePorts.resolve([controlPort, gatewayPort, nodePort])
        let installer = Installer(
            folder: data.folder, withSample: sample, region: region,
            control: Address(host: Installer.loopback, port: ports[0]),
            gateway: Address(host: Installer.loopback, port: ports[1]),
            node: Address(host: Installer.loopback, port: ports[2]),
            upstream: try UpstreamAddresses(mongodbURL: upstream))
        let summary = try await installer.install()
        if json {
            try StandardOutput.write(json: summary)
        } else {
            try StandardOutput.write(summary.text(folder: data.folder))
        }
    }
}
