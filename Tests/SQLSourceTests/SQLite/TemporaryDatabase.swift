import Foundation
import GRDB

/// An SQLite file in a folder of its own, which goes when the test does.
final class TemporaryDatabase: Sendable {
    let folder: String
    let path: String

    init(_ sql: String = "") throws {
        folder = NSTemporaryDirectory() + "daybook-" + UUID().uuidString
        path = folder + "/shop.sqlite"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write(sql)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func write(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    func remove() throws {
        try FileManager.default.removeItem(atPath: path)
    }
}
