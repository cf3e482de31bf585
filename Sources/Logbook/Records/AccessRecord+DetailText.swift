extension AccessRecord.Detail {
    /// Hands the text that people see to the sink, piece by piece. Text that came from elsewhere is shown as it is.
    ///
    /// - Parameter showsStatement: `false` leaves the SQL section empty. Text from elsewhere then ends with the line
    ///   that heads the section; without such a line nobody can tell what of it is SQL, and none of it is shown.
    package func writeText(showsStatement: Bool, to sink: inout some TextSink) {
        switch self {
        case .parts(let parts): parts.writeText(showsStatement: showsStatement, to: &sink)
        case .text(let text): sink.append(showsStatement ? text : Self.withoutStatement(text))
        }
    }

    /// The whole text; see `writeText`.
    package func text(showsStatement: Bool) -> String {
        switch self {
        case .parts(let parts): parts.text(showsStatement: showsStatement)
        case .text(let text): showsStatement ? text : Self.withoutStatement(text)
        }
    }

    private static func withoutStatement(_ text: String) -> String {
        guard let heading = text.utf8.firstRange(of: AccessDetail.statementHeading.utf8) else { return "" }
        return text[..<heading.upperBound] + "\n\n\n"
    }
}
