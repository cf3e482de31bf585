import DaybookHTTP
import Logbook

/// Columns for people. A value that does not fit is cut, and shows it: it ends with `…`.
struct TableFormat: AnswerFormat {
    /// Of the terminal; `nil` when the output goes elsewhere: then nothing is cut.
    let width: Int?
    /// The clock that times are shown on.
    let offset: UTCOffset

    private static let gap = 2
    /// No column is cut to less than this; a terminal that is too narrow for it breaks the lines.
    private static let narrowest = 8

    func text(of rows: [[Cell]], under columns: [QuestionAnswer.Column], isFirst: Bool) throws -> String {
        guard !rows.isEmpty || isFirst else { return "" }
        let values = try rows.map { row in
            try zip(row, columns).map { try text(of: $0, in: $1) }
        }
        let heading = isFirst ? [columns.map(\.name)] : []
        let widths = self.widths(of: heading + values, count: columns.count)
        var lines = (heading + values).map { line($0, columns, widths) }
        if isFirst {
            let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: Self.blanks(Self.gap))
            lines.insert(rule, at: 1)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func line(_ texts: [String], _ columns: [QuestionAnswer.Column], _ widths: [Int]) -> String {
        let cells = texts.indices.map { index in
            let fitted = Self.fitted(texts[index], to: widths[index])
            let blank = Self.blanks(widths[index] - DisplayWidth.of(fitted))
            return columns[index].isNumber ? blank + fitted : fitted + blank
        }
        var line = cells.joined(separator: Self.blanks(Self.gap))
        while line.last == " " {
            line.removeLast()
        }
        return line
    }

    private static func blanks(_ count: Int) -> String {
        String(repeating: " ", count: max(0, count))
    }

    private static func fitted(_ text: String, to width: Int) -> String {
        DisplayWidth.of(text) <= width ? text : DisplayWidth.prefix(of: text, width: width - 1) + "…"
    }

    /// The natural widths, the widest made narrower until the line fits.
    private func widths(of lines: [[String]], count: Int) -> [Int] {
        var widths = (0..<count).map { column in
            lines.map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
        guard let width else { return widths }
        var excess = widths.reduce(0, +) + Self.gap * (count - 1) - width
        while excess > 0, let widest = widths.max(), widest > Self.narrowest,
            let index = widths.lastIndex(of: widest)
        {
            // Down to the next widest at once: a cell may have megabytes.
            let next = widths.filter { $0 < widest }.max() ?? 0
            let step = min(excess, max(1, widest - max(next, Self.narrowest)))
            widths[index] -= step
            excess -= step
        }
        return widths
    }

    private func text(of cell: Cell, in column: QuestionAnswer.Column) throws -> String {
        switch cell {
        case .absent: "-"
        case .integer(let integer): String(integer)
        case .number(let number): Self.rounded(number)
        case .text(let text) where column.type == .time: try AnswerTime(text).time.text(at: offset)
        case .text(let text): Self.onOneLine(text)
        }
    }

    /// Three decimal places at most: a table is for reading, JSON and CSV have the whole number.
    private static func rounded(_ number: Double) -> String {
        let scaled = (number * 1_000).rounded()
        guard abs(scaled) < 1e15 else { return number.description }
        let text = (scaled / 1_000).description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Shows control characters, and those that turn the direction of writing: no value moves the cursor or hides.
    private static func onOneLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": line.append(contentsOf: "\\n".unicodeScalars)
            case "\r": line.append(contentsOf: "\\r".unicodeScalars)
            case "\t": line.append(contentsOf: "\\t".unicodeScalars)
            case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{200E}"..."\u{200F}", "\u{2028}"..."\u{202E}",
                "\u{2066}"..."\u{2069}":
                line.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default: line.append(scalar)
            }
        }
        return String(line)
    }
}

extension QuestionAnswer.Column {
    fileprivate var isNumber: Bool { type == .integer || type == .number }
}
