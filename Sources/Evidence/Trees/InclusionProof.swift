package import Logbook

/// What shows that a leaf is in a tree: the hashes beside its way to the root (RFC 6962 section 2.1.1).
package struct InclusionProof: Hashable, Sendable {
    /// Counts from 0.
    package let index: Int
    /// Leaves of the tree.
    package let count: Int
    /// From the leaf up.
    package let path: [Fingerprint]

    package init(index: Int, count: Int, path: [Fingerprint]) {
        self.index = index
        self.count = count
        self.path = path
    }

    /// The root to which leaf and path lead; `nil` when the path does not fit index and count. Checked as in RFC 9162
    /// section 2.1.3.2.
    package func root(of leaf: Fingerprint) -> Fingerprint? {
        guard index >= 0, index < count else { return nil }
        var position = index
        var last = count - 1
        var hash = leaf
        for sibling in path {
            guard last > 0 else { return nil }
            if position & 1 == 1 || position == last {
                hash = TreeHasher.node(sibling, hash)
                while position & 1 == 0, position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                hash = TreeHasher.node(hash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        return last == 0 ? hash : nil
    }

    package func proves(_ leaf: Fingerprint, isIn root: Fingerprint) -> Bool {
        self.root(of: leaf) == root
    }
}
