import DaybookHTTP

/// Comma-separated values by RFC 4180: a line of names, lines end with CR LF, values are quoted where they have to be.
/// An absent value is empty, an empty text is `""`.
struct CSVFormat: AnswerFormat {
    func text(of rows: [[Cell]], under columns: [QuestionAnswer.Column], isFirst: Bool) -> String {
        let heading = isFirst ? [line(columns.map { .text($0.name) })] : []
        return (heading + rows.map(line)).joined()
    }

    private func line(_ cells: [Cell]) -> String {
        cells.map(field).joined(separator: ",") + "\r\n"
    }

    private func field(_ cell: Cell) -> String {
        switch cell {
        case .absent: ""
        case .integer(let integer): String(integer)
        case .number(let number): number.description
        case .text(let text): quoted(text)
        }
    }

    /// Byte by byte: to Swift, a comma with an accent on it is no comma.
    private func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && !text.utf8.contains { Self.special.contains($0) }
        guard !isPlain else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            bytes.append(byte)
            if byte == UInt8(ascii: "\"") {
                bytes.append(byte)
            }
        }
        return "\"\(String(decoding: bytes, as: UTF8.self))\""
    }

    private static let special = Set("\",\r\n".utf8)
}
