import DocumentNodes
import Foundation
import HummingbirdCore
import Logging
import NIOSSL

/// The certificates, keys and authorities of everything that listens: read at start, and again while the server runs.
///
/// What has been read again holds for the connections that come later. Files that cannot be read, or do not belong
/// together, change nothing: what was good stays in use, the log says why, and `areCurrent` is false until they are
/// good again.
actor Certificates {
    /// Files that are read together and put to use together.
    private struct Entry {
        let name: String
        let files: [String]
        let renew: @Sendable () throws -> Void
        var seen: [FileFacts?]
        var failure: String?
    }

    private let folder: DataFolder
    private let logger: Logger
    private var entries: [Entry] = []

    init(folder: DataFolder, logger: Logger) {
        self.folder = folder
        self.logger = logger
    }

    /// Whether there is nothing that could be read again.
    var isEmpty: Bool { entries.isEmpty }

    /// Whether what is in use is what the files have.
    var areCurrent: Bool { entries.allSatisfy { $0.failure == nil } }

    /// How a server of HTTP is built: with TLS, where it is set.
    ///
    /// - Throws: `CommandError`, which names the file and what is wrong with it.
    func building(
        _ tls: ListenerTLS?, for name: String
    ) throws -> @Sendable (HTTP1Channel.Configuration) -> HTTPServerBuilder {
        guard let tls else { return { .http1(configuration: $0) } }
        let read: @Sendable () throws -> NIOSSLContext = { [folder] in
            try NIOSSLContext(configuration: tls.configuration(in: folder))
        }
        let seen = facts(of: tls.files)
        let context = SecuredChannel.Context(try read())
        entries.append(Entry(name: name, files: tls.files, renew: { context.update(try read()) }, seen: seen))
        return { configuration in
            HTTPServerBuilder { responder in
                SecuredChannel(http: HTTP1Channel(responder: responder, configuration: configuration), context: context)
            }
        }
    }

    /// The TLS of an instance's nodes.
    ///
    /// - Throws: `CommandError`, which names the file and what is wrong with it.
    func handle(of nodes: NodeSettings, for name: String) throws -> NodeTLSHandle {
        let seen = facts(of: nodes.tlsFiles)
        let handle = NodeTLSHandle(try nodes.tls(in: folder))
        if !nodes.tlsFiles.isEmpty {
            let renew: @Sendable () throws -> Void = { [folder] in handle.update(try nodes.tls(in: folder)) }
            entries.append(Entry(name: name, files: nodes.tlsFiles, renew: renew, seen: seen))
        }
        return handle
    }

    /// Reads files again: all of them, or those that have changed or were not good.
    func readAgain(all: Bool) {
        for index in entries.indices {
            let seen = facts(of: entries[index].files)
            guard all || seen != entries[index].seen || entries[index].failure != nil else { continue }
            entries[index].seen = seen
            let metadata: Logger.Metadata = ["listener": "\(entries[index].name)"]
            do {
                try entries[index].renew()
                entries[index].failure = nil
                logger.notice("certificates read again", metadata: metadata)
            } catch {
                let reason = "\(error)"
                // Said once, however often it is tried.
                if all || reason != entries[index].failure {
                    logger.error(
                        "certificates cannot be read again; those in use stay",
                        metadata: metadata.merging(["reason": "\(reason)"]) { old, _ in old })
                }
                entries[index].failure = reason
            }
        }
    }

    private func facts(of files: [String]) -> [FileFacts?] {
        files.map { FileFacts(path: folder.path(of: $0)) }
    }
}

/// By which a file is told from what it was. Links are followed, as they are what renewals change.
private struct FileFacts: Equatable {
    let path: String
    let number: Int?
    let size: Int?
    let modified: Date?

    /// - Returns: `nil` for a file that is not there.
    init?(path: String) {
        self.path = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        // That a file cannot be looked at is said when it is read.
        guard let facts = try? FileManager.default.attributesOfItem(atPath: self.path) else { return nil }
        number = facts[.systemFileNumber] as? Int
        size = facts[.size] as? Int
        modified = facts[.modificationDate] as? Date
    }
}
