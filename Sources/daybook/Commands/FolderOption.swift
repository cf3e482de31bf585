import ArgumentParser

/// The option that every command shares.
struct FolderOption: ParsableArguments {
    @Option(
        name: .customLong("data"),
        help: ArgumentHelp("The data folder: settings, keys, catalog and log.", valueName: "dir"))
    var path: String

    var folder: DataFolder { DataFolder(path: path) }
}
