/// Why a line is not an access record, and where. Carries no content of the line.
package struct MalformedAccessRecord: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case lineTooLong
        case notText
        case notJSON
        case endsEarly
        case trailing
        case tooDeep
        case badEscape
        case controlCharacter
        case missing(AccessRecordField)
        case repeated(AccessRecordField)
        case wrongType(AccessRecordField)
        case outOfRange(AccessRecordField)
    }

    package let reason: Reason
    /// The byte of the line at which reading stopped, from 1.
    package let column: Int

    package init(_ reason: Reason, column: Int) {
        self.reason = reason
        self.column = column
    }
}

extension MalformedAccessRecord.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .lineTooLong: "the line is longer than \(Limits.lineByteCountMaximum) bytes"
        case .notText: "the text is not UTF-8"
        case .notJSON: "this is not a JSON object"
        case .endsEarly: "the line ends too early"
        case .trailing: "something follows the JSON object"
        case .tooDeep: "a value has more than \(Limits.jsonDepthMaximum) levels"
        case .badEscape: "the escape is unknown or half of a pair"
        case .controlCharacter: "a control character stands in a string"
        case .missing(let field): "\(field.name) is missing"
        case .repeated(let field): "\(field.name) is there twice"
        case .wrongType(let field): "\(field.name) must be \(field.expectation)"
        case .outOfRange(let field): "\(field.name) is out of range, it must be \(field.expectation)"
        }
    }
}

extension MalformedAccessRecord: CustomStringConvertible {
    package var description: String { "column \(column): \(reason)" }
}
