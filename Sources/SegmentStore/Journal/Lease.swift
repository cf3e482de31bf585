internal import Logbook

/// What the journal has on disk before a relaxed append may return: of this stream, records up to this number and with
/// these times may be acknowledged although they are not on disk.
///
/// So a store that finds an open lease at its start knows how many records it may have lost, and from when to when,
/// without trusting a clock: the rest of the lease becomes a loss window.
struct Lease: Hashable, Sendable {
    /// The last number that it covers.
    var through: UInt64
    var times: ClosedRange<Timestamp>

    /// The times that a new lease covers.
    static func times(at now: Timestamp) -> ClosedRange<Timestamp> {
        now.advanced(by: .zero - Limits.leasePast)...now.advanced(by: Limits.leaseFuture)
    }

    func covers(_ extent: RecordExtent) -> Bool {
        extent.lastSequence <= through && extent.times.lowerBound >= times.lowerBound
            && extent.times.upperBound <= times.upperBound
    }
}

/// Where the leases of one stream stand.
struct LeaseState: Sendable {
    /// On disk, and relaxed appends may use it.
    private(set) var current: Lease?
    /// On its way to disk. As it will replace the current one there, it has to cover what uses that one meanwhile.
    private(set) var pending: Lease?
    /// Whether the journal on disk may hold an open lease.
    private(set) var mayBeOpenOnDisk = false
    /// A relaxed append had to wait because the current lease does not cover it.
    private(set) var isWanted = false
    /// The first number that nobody had when the newest lease was proposed.
    private var firstSequence: UInt64 = 0
    /// The last number that was acknowledged on a lease.
    private(set) var lastSequence: UInt64 = 0

    /// Lets a relaxed append return at once if a lease covers it; else the next group shall bring one, unless the times
    /// of the append are none that a lease of now would cover.
    mutating func use(for extent: RecordExtent, now: Timestamp) -> Bool {
        guard let current, current.covers(extent), pending?.covers(extent) ?? true else {
            let times = Lease.times(at: now)
            isWanted = isWanted || times.contains(extent.times.lowerBound) && times.contains(extent.times.upperBound)
            return false
        }
        lastSequence = extent.lastSequence
        return true
    }

    /// Whether a group that is about to be written should bring a new lease: the current one did not do, or it is in
    /// use and half of its numbers or of its time is gone.
    func isRenewalDue(nextSequence: UInt64, now: Timestamp) -> Bool {
        guard pending == nil else { return false }
        guard let current, lastSequence >= firstSequence else { return isWanted }
        let start = current.times.lowerBound.microseconds
        let halfTime = start + (current.times.upperBound.microseconds - start) / 2
        return isWanted || nextSequence > firstSequence + (current.through - firstSequence) / 2
            || now.microseconds > halfTime
    }

    /// Whether the lease is of no more use: nobody has renewed it in its time.
    func isWithdrawalDue(confirmedThrough: UInt64, now: Timestamp) -> Bool {
        mayBeOpenOnDisk && pending == nil && lastSequence <= confirmedThrough
            && (current.map { $0.times.upperBound < now } ?? true)
    }

    mutating func propose(_ lease: Lease, nextSequence: UInt64) {
        pending = lease
        firstSequence = nextSequence
        mayBeOpenOnDisk = true
    }

    mutating func confirm() {
        current = pending
        pending = nil
        isWanted = false
    }

    /// From now on no relaxed append takes the short way; the journal on disk does not know yet.
    mutating func suspend() {
        current = nil
        pending = nil
    }

    /// What was acknowledged on a lease and was not on disk is lost.
    mutating func fail() {
        suspend()
        lastSequence = 0
    }

    /// The journal on disk knows that there is no lease.
    mutating func confirmWithdrawal() {
        suspend()
        mayBeOpenOnDisk = false
    }
}

/// A lease of a stream, or the end of one, as it goes into the journal.
struct LeaseChange: Sendable {
    let streamBytes: [UInt8]
    let streamIndex: Int
    /// `nil`: the stream has no lease from here on.
    let lease: Lease?
}
