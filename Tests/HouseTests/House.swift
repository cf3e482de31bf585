import Foundation
import Testing

/// The package as it stands on disk.
enum House {
    /// The folder of `Package.swift`.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The Swift files of the house, read once for all tests.
    static func sources() throws -> [SourceFile] { try readSources.get() }
    static func tests() throws -> [SourceFile] { try readTests.get() }

    private static let readSources = Result { try files(below: "Sources") }
    private static let readTests = Result { try files(below: "Tests") }

    /// The Swift files below a folder of the package, in the order of their paths.
    private static func files(below folder: String) throws -> [SourceFile] {
        let base = root.appending(path: folder)
        let paths = try #require(FileManager.default.enumerator(atPath: base.path))
            .compactMap { $0 as? String }
            .filter { $0.hasSuffix(".swift") }
            .sorted()
        return try paths.map { try SourceFile(path: "\(folder)/\($0)", text: text(of: "\(folder)/\($0)")) }
    }
}

/// One Swift file of the package.
struct SourceFile: Sendable {
    /// From the package's folder on, such as `Sources/Logbook/Records/Stream.swift`.
    let path: String
    let text: String
    let parts: SourceText

    init(path: String, text: String) {
        self.path = path
        self.text = text
        self.parts = SourceText(text)
    }

    /// The folder below `Sources` or `Tests`.
    var target: String {
        path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }

    var isTest: Bool { path.hasPrefix("Tests/") }

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}
