import Foundation
import Testing

@testable import daybook

@Suite struct CollectSourceTests {
    private func sources(_ yaml: String) async throws -> [CollectSource] {
        let url = FileManager.default.temporaryDirectory.appending(path: "settings-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        let folder = DataFolder(path: url.path(percentEncoded: false))
        try Data(yaml.utf8).write(to: URL(filePath: folder.settings))
        return try await Settings(folder: folder).sources
    }

    private static let keys = "\n  a.1:\n    file: /var/a.json\n  b:\n    file: b.json\n    instance: i\n    node: n\n"

    @Test(arguments: ["[a.1, b]", "a.1,b", "a.1 , b", "\n  - a.1\n  - b"])
    func `sources are named as a list or with commas`(names: String) async throws {
        let read = try await sources("collect:\n  sources: \(names)\(Self.keys)")
        #expect(
            read == [
                CollectSource(name: "a.1", file: "/var/a.json", instance: nil, node: nil),
                CollectSource(name: "b", file: "b.json", instance: "i", node: "n"),
            ])
    }

    @Test(arguments: ["region: x", "collect:\n  b:\n    file: b.json"])
    func `what is not named is not followed`(yaml: String) async throws {
        #expect(try await sources(yaml).isEmpty)
    }

    @Test(arguments: [
        "[a, a]", "[\"a/b\"]", "[\"ä\"]", "[\(String(repeating: "a", count: 101))]", "[c]",
        "[\((0...100).map { "s\($0)" }.joined(separator: ", "))]",
    ])
    func `names that mean nothing are refused`(names: String) async throws {
        await #expect(throws: SettingsError.self) { try await sources("collect:\n  sources: \(names)\(Self.keys)") }
    }
}
