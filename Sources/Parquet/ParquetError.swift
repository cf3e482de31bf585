/// Why a file could not be read or written. Equal by code.
///
/// Errors of the caller's own source or sink pass through as they are.
package struct ParquetError: Error, Sendable {
    /// What a caller may want to tell apart.
    package enum Code: String, Sendable, CaseIterable {
        /// The bytes contradict the format, a checksum or themselves.
        case corruption
        /// The file is right, and uses something that is not implemented here.
        case unsupported
        /// The file announces more than `Limits` admit.
        case limitExceeded
        /// The caller asked for a column, row group or row that is not there.
        case outOfBounds
        /// What the caller gave to write contradicts the schema or itself.
        case invalidInput
    }

    package let code: Code
    /// Lower case, no full stop, without any value of the file.
    package let message: String
    /// The column's path, joined by dots, once it is known.
    package private(set) var column: String?
    /// The row group's index, once it is known.
    package private(set) var rowGroup: Int?
    /// Bytes from the start of the file to the page or structure at fault, once it is known.
    package private(set) var fileOffset: Int?

    /// An error without a place.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The same error with a place; what is known already stays, as the inner place is the closer one.
    func at(column: String? = nil, rowGroup: Int? = nil, fileOffset: Int? = nil) -> ParquetError {
        var error = self
        error.column = self.column ?? column
        error.rowGroup = self.rowGroup ?? rowGroup
        error.fileOffset = self.fileOffset ?? fileOffset
        return error
    }

    static func corruption(_ message: String) -> ParquetError { ParquetError(.corruption, message) }
    static func unsupported(_ message: String) -> ParquetError { ParquetError(.unsupported, message) }
    static func limitExceeded(_ message: String) -> ParquetError { ParquetError(.limitExceeded, message) }
    static func outOfBounds(_ message: String) -> ParquetError { ParquetError(.outOfBounds, message) }
    static func invalidInput(_ message: String) -> ParquetError { ParquetError(.invalidInput, message) }
}

extension ParquetError: Hashable {
    package static func == (left: ParquetError, right: ParquetError) -> Bool {
        left.code == right.code
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension ParquetError: CustomStringConvertible {
    package var description: String {
        let places = [
            column.map { "column \($0)" }, rowGroup.map { "row group \($0)" }, fileOffset.map { "file offset \($0)" },
        ].compactMap(\.self)
        return "\(code.rawValue): \(message)" + (places.isEmpty ? "" : " (\(places.joined(separator: ", ")))")
    }
}

/// Runs `body`, and gives a `ParquetError` that leaves it a place.
func placing<Result>(
    column: String? = nil, rowGroup: Int? = nil, fileOffset: Int? = nil, _ body: () throws -> Result
) throws -> Result {
    do {
        return try body()
    } catch let error as ParquetError {
        throw error.at(column: column, rowGroup: rowGroup, fileOffset: fileOffset)
    }
}
