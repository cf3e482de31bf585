package import Logbook

/// Keeps every segment of a source from being deleted, by rules and by people, until it is released.
///
/// A source may be under several holds, one a matter. A released hold stays on record.
package struct LegalHold: Hashable, Sendable, Identifiable {
    package struct Release: Hashable, Sendable {
        package var user: String
        package var time: Timestamp

        package init(by user: String, at time: Timestamp) {
            self.user = user
            self.time = time
        }
    }

    package let id: String
    package let source: LogSource
    package let reason: String
    /// Who placed it.
    package let user: String
    package let time: Timestamp
    /// `nil` while it holds.
    package var release: Release?

    package init(
        id: String, source: LogSource, reason: String, user: String, time: Timestamp, release: Release? = nil
    ) {
        self.id = id
        self.source = source
        self.reason = reason
        self.user = user
        self.time = time
        self.release = release
    }

    /// Characters of a reason: a sentence and a file number, not the file.
    package static let reasonLengthRange = 1...1_000
}
