import AccessLogGenerator
import Foundation
import Logbook
import Measuring
import SegmentStore

/// What a store does in the process that asks it, without HTTP. One JSON object a line.
///
/// - `append FOLDER COUNT`: appends so many records natively, each batch durable, sealing as it goes; then seals.
/// - `newest FOLDER`: opens a store that `append` made, and asks for its newest 100 again and again.
/// - `journal FOLDER PROJECT CLUSTER BYTES`: fills the journal of a store up to so many bytes, seals nothing, and dies
///   as by `kill -9`.
/// - `questions FOLDER PROJECT RUNS`: answers the questions on the standard input, one JSON object a line.
@main
struct MeasureStore {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch (arguments.first, arguments.count) {
        case ("append", 3): try await Filling(folder: arguments[1]).append(count: number(arguments[2]))
        case ("newest", 2): try await Filling(folder: arguments[1]).newest()
        case ("journal", 5):
            let stream = Logbook.Stream.access(project: arguments[2], cluster: arguments[3])
            try await Filling(folder: arguments[1], stream: stream).fillJournal(byteCount: number(arguments[4]))
        case ("questions", 4):
            let questions = Questions(project: arguments[2], runCount: number(arguments[3]))
            try await questions.answer(in: Stores.open(arguments[1]))
        default:
            FileHandle.standardError.write(Data("usage: see the head of MeasureStore.swift\n".utf8))
            exit(64)
        }
    }

    private static func number(_ text: String) -> Int {
        guard let number = Int(text), number > 0 else { exit(64) }
        return number
    }
}
