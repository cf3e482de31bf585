internal import MongoWire
package import NIOCore

/// What one node admits at the most, each with its reason.
package struct NodeLimits: Sendable {
    /// A driver holds 100 connections a process by default; this is room for a fleet, and bounds file descriptors.
    package var maximumConnectionCount = 10_000

    /// As servers have it; see `WireLimits`.
    package var maximumMessageByteCount: Int = WireLimits.maximumMessageByteCount

    /// Messages up to here are gathered even when nothing is audited, for one of them may be a handshake or a login.
    /// Handshakes take a few hundred bytes; the largest login token (Kerberos) stays below 64 KiB.
    package var inspectedMessageByteCount = 65_536

    /// How long the upstream server may take to accept a connection. Drivers give up after 10 to 30 seconds themselves,
    /// and are to see our error rather than theirs.
    package var connectTimeout = TimeAmount.seconds(5)

    /// How long a TLS handshake may take, on either side. It is a few round trips; who needs longer holds a connection
    /// and says nothing.
    package var handshakeTimeout = TimeAmount.seconds(10)

    /// How often a server that is no primary any more makes the node ask the others. Drivers that wait for a primary
    /// ask twice a second.
    package var searchInterval = Duration.seconds(1)

    /// Bytes of answers and events that one connection holds while they are recorded. Beyond it the node stops reading
    /// from both sides; one message that is being gathered comes on top.
    package var heldByteCount = 1 << 20

    /// Bytes of event lines that go into one append, from all connections of an event loop; what one connection hands
    /// over is not split. Far below what a store takes at once, far above what arrives within a sync.
    package var appendByteCount = 4 << 20

    /// Bytes of event lines that are appended on the event loop itself. The store writes them down and packs them in
    /// less than a millisecond; more of them leave the loop to its connections.
    package var loopAppendByteCount = 256 << 10

    /// Appends of an event loop that may wait for the disk at a time; what comes beyond them gathers. A loop makes one
    /// a turn at most, and fewer turns than that while a disk is synchronized.
    package var loopAppendCount = 32

    /// Where traffic passes unrecorded when it has to: how long an answer waits for a store that says nothing. Longer
    /// than any healthy disk takes, shorter than the time limits of those who call.
    package var recordingPatience = TimeAmount.seconds(2)

    /// How often a gap is tried to be written down while nobody else has anything to record.
    package var gapInterval = Duration.seconds(1)

    /// Requests of one connection that wait for their answers. Drivers send one at a time; beyond this the node stops
    /// reading from the client.
    package var pendingRequestCount = 128

    /// Bytes of a socket's write buffer at which the other side is not read any more, and at which it is read again.
    package var writeBuffer = ChannelOptions.Types.WriteBufferWaterMark(low: 64 << 10, high: 1 << 20)

    /// Open cursors of a node whose first query is remembered: 40 bytes each. Drivers close what they do not read on,
    /// and servers do so after ten minutes.
    package var cursorCount = 100_000

    /// How long a connection stays half open after a last answer. Closing at once could throw the answer away where
    /// the client was still sending.
    package var lingerTime = TimeAmount.seconds(1)

    /// How long a connection of which one side has ended may go on at the other: an answer that is to come from the
    /// server, or has to be taken by the client. Drivers that hang up wait for nothing more, so this is for networks
    /// that swallow the end.
    package var endingTime = TimeAmount.seconds(30)

    /// Seconds of silence after which TCP asks whether the other side is still there, as MongoDB's servers have it, and
    /// seconds between its nine questions: a peer that went away without a word is let go within four minutes.
    package var keepAliveIdleSeconds = 120
    package var keepAliveIntervalSeconds = 10

    /// How long operations under way may take when the node shuts down.
    package var shutdownGrace = Duration.seconds(5)

    /// Connections that wait to be accepted; what the kernel allows by default.
    package var backlog: Int32 = 4_096

    package init() {}
}
