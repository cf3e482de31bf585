import CMalloc
import Foundation
import Logbook

/// Measures what the tools of the house cannot see from outside. Each measure is one JSON object a line.
///
/// - `generate COUNT [SEED]`: writes access records as lines of JSON.
/// - `ingest FOLDER COUNT [read|encode|append|import …]`: what of an import costs how much.
/// - `audit FOLDER COUNT [audit-encode|audit|audit-small|audit-lines|audit-collect …]`: what keeping audit events costs.
/// - `fill FOLDER COUNT`: appends so many records natively, each batch durable, sealing as it goes; then seals.
/// - `newest FOLDER`: opens a store that was filled, and asks for its newest 100 again and again.
/// - `journal FOLDER PROJECT CLUSTER BYTES`: fills the journal of a store up to so many bytes, seals nothing, and dies
///   as by `kill -9`.
/// - `questions FOLDER PROJECT RUNS [MOST SECONDS]`: answers the questions on the standard input, one JSON object a
///   line; each so often, and more often, up to a most, for so many seconds.
@main
enum DaybookMeasure {
    static func main() async throws {
        daybook_keep_freed_memory()
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch (arguments.first, arguments.count) {
        case ("generate", 2), ("generate", 3):
            let seed = arguments.count > 2 ? UInt64(number(arguments[2])) : 1
            try GenerateRecords.write(count: number(arguments[1]), seed: seed)
        case ("ingest", 3...):
            let measures = arguments.count > 3 ? Array(arguments[3...]) : ["read", "encode", "append", "import"]
            try await MeasureIngest(folder: arguments[1], count: number(arguments[2])).run(measures)
        case ("audit", 3...):
            try await MeasureAudit(folder: arguments[1], count: number(arguments[2])).run(Array(arguments[3...]))
        case ("fill", 3): try await Filling(folder: arguments[1]).fill(count: number(arguments[2]))
        case ("newest", 2): try await Filling(folder: arguments[1]).newest()
        case ("journal", 5):
            let stream = Logbook.Stream.access(project: arguments[2], cluster: arguments[3])
            try await Filling(folder: arguments[1], stream: stream).fillJournal(byteCount: number(arguments[4]))
        case ("questions", 4), ("questions", 6):
            let most = arguments.count > 4 ? (number(arguments[4]), Double(arguments[5]) ?? 0) : (0, 0)
            let questions = Questions(
                project: arguments[2], runCount: number(arguments[3]), mostRunCount: most.0, seconds: most.1)
            try await questions.answer(in: Stores.open(arguments[1]))
        default:
            FileHandle.standardError.write(Data("usage: see the head of DaybookMeasure.swift\n".utf8))
            exit(64)
        }
    }

    private static func number(_ text: String) -> Int {
        guard let number = Int(text), number > 0 else { exit(64) }
        return number
    }
}
