import DaybookHTTP
import Foundation
import Logbook

/// Asks page by page until there are as many rows as wanted, and prints them.
struct QuestionRunner {
    let source: AnswerSource
    let kind: Logbook.Stream.Kind
    let options: QuestionOptions
    /// A form that no option names.
    var chosen: (any AnswerFormat)?

    /// Rows that are asked for at a time; a table is aligned over as many.
    private static let pageSize = 1_000

    func run(_ question: Question) async throws {
        var question = question
        var left = options.limit
        var isFirst = true
        repeat {
            question.limit = min(left, Self.pageSize)
            let answer = try await source.answer(question, kind: kind)
            try StandardOutput.write(text(of: answer, isFirst: isFirst))
            try warn(of: answer.losses)
            left -= answer.rows.count
            question.cursor = answer.next
            isFirst = false
        } while question.cursor != nil && left > 0
        if let cursor = question.cursor {
            try note("there is more; go on with --cursor \(cursor)")
        }
    }

    private func text(of answer: QuestionAnswer, isFirst: Bool) throws -> String {
        if options.count, options.format == .table, case .integer(let count)? = answer.rows.first?.first {
            return "\(count)\n"
        }
        return try format.text(of: answer.rows, under: answer.columns, isFirst: isFirst)
    }

    private var format: any AnswerFormat {
        if let chosen { return chosen }
        return switch options.format {
        case .table: TableFormat(width: TerminalWidth.current, offset: UTCOffset(text: options.offset) ?? .zero)
        case .csv: CSVFormat()
        case .json: JSONLinesFormat()
        }
    }

    private func warn(of losses: [QuestionAnswer.Loss]) throws {
        for loss in losses {
            let node = loss.node.map { " of node \($0)" } ?? ""
            try note("up to \(loss.maximumCount) records\(node) are missing from \(loss.start) to \(loss.end)")
        }
    }

    private func note(_ text: String) throws {
        try FileHandle.standardError.write(contentsOf: Data("daybook: \(text)\n".utf8))
    }
}
