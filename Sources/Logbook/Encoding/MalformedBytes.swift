/// Bytes that are not what their format asks for. Carries no content, only the reason and the place.
@usableFromInline package struct MalformedBytes: Error, Hashable, Sendable {
    @usableFromInline package enum Reason: String, Sendable, CaseIterable {
        /// More bytes were announced than are there.
        case truncated = "bytes end too early"
        /// Bytes are left over after the last field.
        case trailing = "bytes follow the last field"
        /// A number that does not fit its field, or is not in its shortest form.
        case number = "number out of range or not in its shortest form"
        case text = "text is not UTF-8"
        /// A version, kind or other choice that is not known.
        case choice = "unknown version, kind or choice"
    }

    package let reason: Reason
    /// Where, counted from the beginning of the bytes that were handed in.
    package let offset: Int

    @usableFromInline package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension MalformedBytes: CustomStringConvertible {
    @usableFromInline package var description: String { "\(reason.rawValue) at byte \(offset)" }
}
