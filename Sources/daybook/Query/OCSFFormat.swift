import DaybookHTTP

/// Rows of one column whose values are objects of JSON already: a line for each.
struct OCSFFormat: AnswerFormat {
    func text(of rows: [[Cell]], under columns: [QuestionAnswer.Column], isFirst: Bool) -> String {
        rows.map { row in
            if case .text(let object)? = row.first { object + "\n" } else { "" }
        }.joined()
    }
}
