/// Why bytes are not what the MongoDB wire protocol allows. Equal by code.
package struct WireError: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        /// The announced length is less than a header, or negative.
        case messageTooShort
        /// The announced length is more than any server admits.
        case messageTooLong
        /// The message's own structure is broken: sections, flags, counts.
        case malformedMessage
        /// A document's lengths, types or terminators are broken.
        case malformedDocument
        case nestedTooDeeply
    }

    package let code: Code
    /// Lower case, no full stop, without any content of a document.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: WireError, right: WireError) -> Bool {
        left.code == right.code
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension WireError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}
