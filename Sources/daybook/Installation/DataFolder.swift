import Foundation

/// Where the parts of an installation are inside its data folder.
struct DataFolder: Sendable {
    /// Absolute.
    let path: String

    init(path: String) {
        self.path = URL(filePath: path).standardizedFileURL.path(percentEncoded: false).removingTrailingSlash
    }

    var settings: String { path + "/daybook.yaml" }
    var credentials: String { path + "/credentials.json" }
    var masterKey: String { path + "/master.key" }
    /// Signs checkpoints.
    var checkpointKey: String { path + "/checkpoint.key" }
    var catalog: String { path + "/catalog.sqlite" }
    var log: String { path + "/log" }
    var sampleDatabase: String { path(of: Self.sampleDatabaseName) }

    static let sampleDatabaseName = "sample/shop.sqlite"

    /// The place of a file that is named relative to the folder, so that the folder can be moved, or by its whole path.
    func path(of file: String) -> String {
        file.hasPrefix("/") ? file : path + "/" + file
    }

    /// Whether `daybook init` has completed here: the settings are what it writes last.
    var isInstalled: Bool { FileManager.default.fileExists(atPath: settings) }

    /// Makes the folder, which must not hold anything yet, readable for its owner alone.
    func create() throws {
        guard !isInstalled else {
            throw CommandError("\(path) is a data folder already; start it with: daybook serve --data '\(path)'")
        }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            guard try FileManager.default.contentsOfDirectory(atPath: path).isEmpty else {
                throw CommandError("\(path) is not empty; name a new or an empty folder")
            }
        } catch let error as CocoaError {
            throw CommandError("cannot make the data folder \(path): \(error.reason)")
        }
    }

    /// Takes away what an installation that failed has left, so that it can be tried again.
    func discardContents() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            try FileManager.default.removeItem(atPath: path + "/" + name)
        }
    }

    func demandInstalled() throws {
        guard isInstalled else {
            throw CommandError("\(path) is no data folder; make one with: daybook init --data '\(path)' --sample")
        }
        guard FileManager.default.isWritableFile(atPath: path) else {
            throw CommandError("the data folder \(path) is not writable for this user")
        }
    }

    /// Writes a new file that only its owner may read.
    func write(secret content: Data, to file: String) throws {
        guard FileManager.default.createFile(atPath: file, contents: content, attributes: [.posixPermissions: 0o600])
        else {
            throw CommandError("cannot write \(file)")
        }
    }
}

extension String {
    fileprivate var removingTrailingSlash: String {
        count > 1 && hasSuffix("/") ? String(dropLast()) : self
    }
}

extension CocoaError {
    /// What the operating system said, without Foundation's wrapping.
    var reason: String {
        (underlying as? POSIXError).map { unsafe String(cString: strerror($0.code.rawValue)) } ?? localizedDescription
    }
}
