/// Why a node cannot do its work. Equal by code.
package struct DocumentNodesError: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        /// The listener could not be opened; the message names host and port.
        case cannotListen
        /// A client or server said something that the node cannot pass on unseen.
        case unsupportedMessage
        /// `start` was called a second time, or after `shutdown`.
        case alreadyStarted
    }

    package let code: Code
    /// Lower case, no full stop, without any content of a document.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: DocumentNodesError, right: DocumentNodesError) -> Bool {
        left.code == right.code
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension DocumentNodesError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}
