import DataService
import Foundation

/// What became of an import: the object that the server answers with, and that `--json` prints.
struct ImportAnswer: Decodable {
    var accepted: Int
    var rejected: Int
    var firstSequence: UInt64?
    var lastSequence: UInt64?
    var durable: Bool
    var stopped: Bool
    var errors: [Problem]

    struct Problem: Decodable {
        var line: Int
        var column: Int
        var reason: String
    }

    init(json: [UInt8]) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Self.self, from: Data(json))
    }

    static func json(of summary: ImportSummary) -> [UInt8] {
        var writer = JSONWriter()
        summary.write(to: &writer)
        return writer.bytes
    }

    /// For a person.
    var text: String {
        var text = "\(accepted) records accepted"
        if let firstSequence, let lastSequence { text += ", number \(firstSequence) to \(lastSequence)" }
        if rejected > 0 { text += "; lines refused: \(rejected)" }
        if stopped { text += ", which ended the import" }
        return text + "\n"
    }

    /// The lines that were refused, as far as they were kept.
    var problems: String {
        var text = errors.map { "line \($0.line), column \($0.column): \($0.reason)\n" }.joined()
        if rejected > errors.count { text += "and \(rejected - errors.count) more\n" }
        return text
    }
}
