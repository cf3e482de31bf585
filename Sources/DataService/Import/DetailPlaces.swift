/// Where the parts of a detail stood that change from one record to the next, and where they were written.
struct DetailPlaces {
    struct Part {
        /// Of the detail's text.
        let source: Range<Int>
        /// Of what has been written in all; the length in front of a text is part of it.
        let output: Range<Int>
    }

    /// Where the first byte of the detail was written.
    let start: Int
    /// The values of parameters.
    var values: [Part] = []
    var statement: Part?
    var hasBody = false
}
