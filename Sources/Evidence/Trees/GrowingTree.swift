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

    package var root: Fingerprint {
        guard var root = subtrees.last else { return TreeHasher.emptyRoot }
        for left in subtrees.dropLast().reversed() {
            root = TreeHasher.node(left, root)
        }
        return root
    }
}
