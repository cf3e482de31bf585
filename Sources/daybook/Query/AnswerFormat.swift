import DaybookHTTP

/// How rows are printed. A printer is fed page by page, so that long answers need little memory.
protocol AnswerFormat {
    /// What to print for the rows of a page.
    ///
    /// - Parameter isFirst: whether nothing of the answer has been printed yet.
    func text(of rows: [[Cell]], under columns: [QuestionAnswer.Column], isFirst: Bool) throws -> String
}
