package import Logbook

/// A tree that leaves are added to. Only the roots of its complete subtrees are kept, so its size does not matter.
package struct GrowingTree: Hashable, Sendable {
    package private(set) var count = 0
    /// The roots of the complete subtrees from left to right, each smaller than the one before it.
    private var subtrees: [Fingerprint] = []

    package init() {}

    /// Adds the hash of a leaf.
    package mutating func append(_ leaf: Fingerprint) {
        var hash = leaf
        var rest = count
        while rest & 1 == 1, let left = subtrees.popLast() {
            hash = TreeHasher.node(left, hash)
            rest >>= 1
        }
        subtrees.append(hash)
        count += 1
    }

    /// Adds the hashes of many leaves. Each level is hashed at once.
    package mutating func append(_ leaves: [Fingerprint]) {
        var level = leaves[...]
        var kept: [Fingerprint] = []
        var rest = count
        count += leaves.count
        while !level.isEmpty || rest > 0 {
            if rest & 1 == 1, let left = subtrees.popLast() {
                level = [left] + level
            }
            if !level.count.isMultiple(of: 2), let last = level.popLast() {
                kept.append(last)
            }
            level = TreeHasher.nodes(level)[...]
            rest >>= 1
        }
        subtrees += kept.reversed()
    }

    package var root: Fingerprint {
        guard var root = subtrees.last else { return TreeHasher.emptyRoot }
        for left in subtrees.dropLast().reversed() {
            root = TreeHasher.node(left, root)
        }
        return root
    }
}
