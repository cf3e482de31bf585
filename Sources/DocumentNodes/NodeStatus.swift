/// What a node tells of itself, for health and metrics.
package struct NodeStatus: Hashable, Sendable {
    package var openConnectionCount: Int
    package var acceptedConnectionCount: UInt64
    package var recordedEventCount: UInt64
    /// Events that the store did not take; a loss window in the stream tells of them.
    package var lostEventCount: UInt64
}
