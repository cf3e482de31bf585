import Catalog
import Foundation
import Identity

/// What an opened data folder gives the commands: its key and its catalog.
struct Installation {
    let folder: DataFolder
    let master: MasterKey
    let catalog: Catalog

    init(opening folder: DataFolder) throws {
        try folder.demandInstalled()
        self.folder = folder
        master = try Self.masterKey(of: folder)
        catalog = try Catalog(path: folder.catalog, secrets: SecretBox(master))
    }

    /// The key of a data folder, for a command that needs nothing else of it.
    static func masterKey(of folder: DataFolder) throws -> MasterKey {
        guard let content = FileManager.default.contents(atPath: folder.masterKey) else {
            throw CommandError("cannot read \(folder.masterKey); run as the owner of the data folder")
        }
        return try MasterKey(bytes: Array(content))
    }

    /// What `daybook init` wrote; `nil` when the file was moved away.
    static func summary(of folder: DataFolder) throws -> InstallationSummary? {
        guard let content = FileManager.default.contents(atPath: folder.credentials) else {
            return nil
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(InstallationSummary.self, from: content)
    }
}
