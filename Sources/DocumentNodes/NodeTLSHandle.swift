internal import Synchronization

/// The TLS of an instance's nodes as it is now: one is shared by all of them.
///
/// A change counts for every connection that comes after `update` returned; a connection keeps what it began with, on
/// both of its sides.
package final class NodeTLSHandle: Sendable {
    private let tls: Mutex<NodeTLS>

    package init(_ tls: NodeTLS) {
        self.tls = Mutex(tls)
    }

    package func update(_ new: NodeTLS) {
        tls.withLock { $0 = new }
    }

    var current: NodeTLS { tls.withLock(\.self) }
}
