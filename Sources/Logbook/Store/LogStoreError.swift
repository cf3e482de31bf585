/// Why a store could not do what it was asked. Equal by code.
package struct LogStoreError: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        /// What was read is not what was written; the message names file and offset.
        case corruption
        case storageFull
        case inputOutput
        /// More is waiting to be written than the store may hold in memory; try again shortly.
        case overloaded
        case recordTooLarge
        case unknownSegment
        /// Another process has the store open.
        case inUse
        case closed
    }

    package let code: Code
    /// Lower case, no full stop, without any content of a record.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: LogStoreError, right: LogStoreError) -> Bool {
        left.code == right.code
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension LogStoreError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}
