/// Says of its stream: between these times, up to this many records were not kept, and why.
package struct LossWindow: Hashable, Sendable {
    package var start: Timestamp
    package var end: Timestamp
    /// Records that are missing at the most; nobody can know more once the disk did not answer.
    package var maximumCount: UInt64
    package var reason: Reason
    /// Bytes of the window as one line of an audit log file, line feed included; 0 in an access log.
    package var lineByteCount: Int

    package enum Reason: UInt8, Sendable, CaseIterable {
        /// A write or a sync of the journal failed while records were on their way.
        case journalFailure = 1
        /// The store took no records: the policy of the source let traffic pass meanwhile, or stopped it only when
        /// operations had been carried out already.
        case recordingUnavailable = 2
        /// The store stopped, by a crash or a power cut, before relaxed records were on disk.
        case stoppedUnsynced = 3
    }

    package init(
        start: Timestamp, end: Timestamp, maximumCount: UInt64, reason: Reason, lineByteCount: Int = 0
    ) {
        self.start = start
        self.end = end
        self.maximumCount = maximumCount
        self.reason = reason
        self.lineByteCount = lineByteCount
    }
}
