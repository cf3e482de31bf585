package import Logbook

/// What shows that a tree only grew: hashes from which the roots of both its states follow (RFC 6962 section 2.1.2).
package struct ConsistencyProof: Hashable, Sendable {
    package let oldCount: Int
    package let newCount: Int
    package let path: [Fingerprint]

    package init(oldCount: Int, newCount: Int, path: [Fingerprint]) {
        self.oldCount = oldCount
        self.newCount = newCount
        self.path = path
    }

    /// Whether the old tree is the beginning of the new one. Checked as in RFC 9162 section 2.1.4.2; the empty tree is
    /// the beginning of each.
    package func proves(_ oldRoot: Fingerprint, isBeginningOf newRoot: Fingerprint) -> Bool {
        guard oldCount >= 0, oldCount <= newCount else { return false }
        if oldCount == 0 {
            return path.isEmpty && oldRoot == TreeHasher.emptyRoot
        }
        if oldCount == newCount {
            return path.isEmpty && oldRoot == newRoot
        }
        var position = oldCount - 1
        var last = newCount - 1
        while position & 1 == 1 {
            position >>= 1
            last >>= 1
        }
        // A complete old tree is a subtree of the new one, so its root is where the way up begins.
        var rest = path[...]
        guard let start = position == 0 ? oldRoot : rest.popFirst() else { return false }
        var (old, new) = (start, start)
        for sibling in rest {
            guard last > 0 else { return false }
            if position & 1 == 1 || position == last {
                old = TreeHasher.node(sibling, old)
                new = TreeHasher.node(sibling, new)
                while position & 1 == 0, position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                new = TreeHasher.node(new, sibling)
            }
            position >>= 1
            last >>= 1
        }
        return last == 0 && old == oldRoot && new == newRoot
    }
}
