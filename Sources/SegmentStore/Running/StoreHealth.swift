package import Logbook

/// How a store is doing at one moment.
package struct StoreHealth: Hashable, Sendable {
    package var openRecordCount: Int
    package var openByteCount: Int
    /// Bytes that wait for the disk.
    package var waitingByteCount: Int
    /// Why the journal last failed; `nil` since the next group commit that succeeded.
    package var journalError: LogStoreError?
    /// Why sealing last failed; `nil` since it last succeeded.
    package var sealError: LogStoreError?
    /// Why a project's log last could not be written; `nil` since it was.
    package var projectLogError: LogStoreError?
    /// Loss windows written since the store was opened.
    package var lossWindowCount: Int
    package var segmentCount: Int
}
