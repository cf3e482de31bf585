package import Logbook

/// A tree with all of its leaves at hand, from which proofs are made (RFC 6962 sections 2.1.1 and 2.1.2).
package struct HashTree: Sendable {
    /// The hashes of the leaves.
    package let leaves: [Fingerprint]

    package init(_ leaves: [Fingerprint]) {
        self.leaves = leaves
    }

    package var count: Int { leaves.count }

    /// The root over the first leaves.
    package func root(count: Int) -> Fingerprint {
        precondition((0...leaves.count).contains(count))
        return root(of: 0..<count)
    }

    /// Proves that a leaf is in the tree of the first `count` leaves.
    package func inclusionProof(of index: Int, in count: Int) -> InclusionProof {
        precondition((0...leaves.count).contains(count) && (0..<count).contains(index))
        var path: [Fingerprint] = []
        var range = 0..<count
        while range.count > 1 {
            let middle = Self.middle(of: range)
            if index < middle {
                path.append(root(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                path.append(root(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
            }
        }
        return InclusionProof(index: index, count: count, path: path.reversed())
    }

    /// Proves that the tree of the first `old` leaves is the beginning of that of the first `new` ones.
    package func consistencyProof(from old: Int, to new: Int) -> ConsistencyProof {
        precondition((0...leaves.count).contains(new) && (0...new).contains(old))
        var path: [Fingerprint] = []
        var range = 0..<new
        // While the old tree is a left part of what is looked at, its root is known to whoever checks.
        var isOldKnown = true
        while old > 0, old < range.upperBound {
            let middle = Self.middle(of: range)
            if old <= middle {
                path.append(root(of: middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                path.append(root(of: range.lowerBound..<middle))
                range = middle..<range.upperBound
                isOldKnown = false
            }
        }
        if old > 0, !isOldKnown {
            path.append(root(of: range))
        }
        return ConsistencyProof(oldCount: old, newCount: new, path: path.reversed())
    }

    private func root(of range: Range<Int>) -> Fingerprint {
        var tree = GrowingTree()
        for leaf in leaves[range] {
            tree.append(leaf)
        }
        return tree.root
    }

    /// Where a range of more than one leaf is divided: behind the greatest power of two that is less than its length.
    private static func middle(of range: Range<Int>) -> Int {
        let width = Int.bitWidth - (range.count - 1).leadingZeroBitCount - 1
        return range.lowerBound + 1 << width
    }
}
