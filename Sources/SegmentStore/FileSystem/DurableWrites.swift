/// The verbs by which files of the store come into being. Nothing else creates or renames one.
///
/// Whoever sees a file under its final name sees all of it, also after a crash at any moment in between.
extension FileSystem {
    /// Writes a file under its name with `.new` appended, and publishes it under its own.
    ///
    /// - Returns: what `write` returned.
    func createDurably<Result>(
        _ path: String, in folder: String, _ write: (any OpenFile) throws -> Result
    ) throws -> Result {
        let aside = path + DurableFileName.asideSuffix
        let file = try open(aside, .create)
        let result = try write(file)
        try publish(file, at: aside, as: path, in: folder)
        return result
    }

    /// Brings a file that was prepared under another name to disk, and then under its final name.
    func publish(_ file: any OpenFile, at aside: String, as path: String, in folder: String) throws {
        try file.synchronize()
        try rename(aside, to: path)
        try synchronizeFolder(folder)
    }

    /// Creates a folder so that it lasts.
    func createFolderDurably(_ path: String) throws {
        try createFolder(path)
        try synchronizeFolder(path)
        if let end = path.lastIndex(of: "/") {
            try synchronizeFolder(end == path.startIndex ? "/" : String(path[..<end]))
        } else {
            try synchronizeFolder(".")
        }
    }
}

enum DurableFileName {
    /// Ends the name of a file that is not complete; such files are removed when the store is opened.
    static let asideSuffix = ".new"
}
