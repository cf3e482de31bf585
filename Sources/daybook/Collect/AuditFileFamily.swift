import Foundation

/// The file that a server writes to, and what became of it before: names that begin with its name and go on with a dot
/// or a hyphen.
struct AuditFileFamily {
    /// By what it is known that a file did not change since it was looked at.
    private struct Facts: Hashable {
        var path: String
        var inode: Int
        var byteCount: Int
        var modified: Date
    }

    private let folder: String
    private let name: String
    private var known: [Facts: AuditFile] = [:]

    init(path: String) {
        let url = URL(filePath: path)
        folder = url.deletingLastPathComponent().path(percentEncoded: false)
        name = url.lastPathComponent
    }

    /// Each file once, in the order of their first events. Files that did not change are not opened.
    ///
    /// - Throws: `CommandError` when the folder cannot be read.
    mutating func files() throws -> [AuditFile] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch let error as CocoaError {
            throw CommandError("cannot read the folder \(folder): \(error.reason)")
        }
        var seen: [Facts: AuditFile] = [:]
        for name in names where name == self.name || name.hasPrefix(self.name + ".") || name.hasPrefix(self.name + "-")
        {
            guard let facts = facts(of: name) else { continue }
            seen[facts] = known[facts] ?? AuditFile(path: facts.path, byteCount: facts.byteCount)
        }
        known = seen
        return Dictionary(grouping: seen.values, by: \.identity).values
            .compactMap { copies in copies.max { $0.rank < $1.rank } }
            .sorted { ($0.identity.time, $0.identity.mark) < ($1.identity.time, $1.identity.mark) }
    }

    /// `nil` when the file is gone, or no file.
    private func facts(of name: String) -> Facts? {
        let path = URL(filePath: folder).appending(path: name).path(percentEncoded: false)
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let byteCount = (attributes[.size] as? NSNumber)?.intValue,
            let modified = attributes[.modificationDate] as? Date
        else { return nil }
        let inode = (attributes[.systemFileNumber] as? NSNumber)?.intValue ?? 0
        return Facts(path: path, inode: inode, byteCount: byteCount, modified: modified)
    }
}
