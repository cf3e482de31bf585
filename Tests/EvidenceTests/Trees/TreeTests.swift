import DaybookTesting
import Logbook
import Testing

@testable import Evidence

struct TreeTests {
    private let published = HashTree(PublishedTrees.leaves.map { TreeHasher.leaf($0) })

    @Test
    func `the published tree has the published roots, grown or at once`() {
        #expect(
            GrowingTree().root.description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        var tree = GrowingTree()
        for (position, root) in PublishedTrees.roots.enumerated() {
            tree.append(published.leaves[position])
            #expect(tree.root.description == root)
            #expect(published.root(count: position + 1).description == root)
            #expect(tree.count == position + 1)
        }
    }

    @Test
    func `published proofs are what the tree gives`() {
        let inclusion = published.inclusionProof(of: 5, in: 8)
        #expect(
            inclusion.path.map(\.description) == [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ])
        let consistency = published.consistencyProof(from: 6, to: 8)
        #expect(
            consistency.path.map(\.description) == [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ])
    }

    @Test
    func `grown roots are those of the naive definition for every size to 300`() {
        var generator = SeededGenerator(seed: 6_962)
        var leaves: [Fingerprint] = []
        var tree = GrowingTree()
        for _ in 0..<300 {
            leaves.append(.random(using: &generator))
            tree.append(leaves[leaves.count - 1])
            #expect(tree.root == NaiveTree.root(leaves[...]), "\(leaves.count) leaves")
        }
    }

    @Test(arguments: [0, 2, 16])
    func `leaves that are hashed together have the hashes that each has alone`(laneCount: Int) {
        // A processor without the instructions hashes one after the other, whatever is asked for.
        let laneCount = min(laneCount, TreeHasher.laneCount)
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        let bytes = (0..<4_096).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        // Each length around the ends of blocks, then any, in any order.
        var ranges = (0...260).map { length in
            let start = Int.random(in: 0...bytes.count - length, using: &generator)
            return start..<start + length
        }
        ranges += (0..<40).map { _ in
            let start = Int.random(in: 0..<bytes.count, using: &generator)
            return start..<Int.random(in: start...bytes.count, using: &generator)
        }
        ranges.shuffle(using: &generator)
        for count in [0, 1, 2, 3, 9, 10, 11, 15, 16, 17, 40, ranges.count] {
            let some = Array(ranges.prefix(count))
            #expect(
                TreeHasher.leaves(bytes, in: some, laneCount: laneCount)
                    == some.map { TreeHasher.leaf(bytes, in: $0) },
                "seed \(seed), \(count) leaves")
        }
    }

    @Test
    func `a tree that grows by many leaves at a time is the one that grows by one`() {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        var one = GrowingTree()
        var many = GrowingTree()
        for _ in 0..<60 {
            let leaves = (0..<Int.random(in: 0...37, using: &generator)).map { _ in
                Fingerprint.random(using: &generator)
            }
            for leaf in leaves { one.append(leaf) }
            many.append(leaves)
            #expect(many == one, "seed \(seed), \(one.count) leaves")
        }
    }

    @Test
    func `every leaf of every tree to 40 leaves is proven, and nothing else is`() {
        var generator = SeededGenerator(seed: 1)
        let tree = HashTree((0..<40).map { _ in .random(using: &generator) })
        for count in 1...40 {
            let root = tree.root(count: count)
            for index in 0..<count {
                let proof = tree.inclusionProof(of: index, in: count)
                #expect(proof.proves(tree.leaves[index], isIn: root))
                #expect(!proof.proves(.random(using: &generator), isIn: root))
                #expect(!proof.proves(tree.leaves[index], isIn: .random(using: &generator)))
                for wrong in variants(of: proof, &generator) {
                    #expect(!wrong.proves(tree.leaves[index], isIn: root), "\(index) of \(count)")
                }
            }
        }
    }

    @Test
    func `every tree to 40 leaves is proven to be the beginning of every larger one, and of no other`() {
        var generator = SeededGenerator(seed: 2)
        let tree = HashTree((0..<40).map { _ in .random(using: &generator) })
        for new in 0...40 {
            let newRoot = tree.root(count: new)
            for old in 0...new {
                let oldRoot = tree.root(count: old)
                let proof = tree.consistencyProof(from: old, to: new)
                #expect(proof.proves(oldRoot, isBeginningOf: newRoot), "\(old) of \(new)")
                let stranger = Fingerprint.random(using: &generator)
                #expect(!proof.proves(stranger, isBeginningOf: newRoot), "\(old) of \(new)")
                if old > 0 {
                    #expect(!proof.proves(oldRoot, isBeginningOf: stranger), "\(old) of \(new)")
                }
                for wrong in variants(of: proof, &generator) {
                    #expect(!wrong.proves(oldRoot, isBeginningOf: newRoot), "\(old) of \(new)")
                }
            }
        }
    }

    @Test
    func `a proof with numbers that no tree has proves nothing`() {
        let root = published.root(count: 8)
        for (index, count) in [(-1, 8), (8, 8), (0, 0), (0, -1), (Int.max, Int.max), (0, Int.max), (Int.min, 1)] {
            let path = published.inclusionProof(of: 0, in: 8).path
            #expect(!InclusionProof(index: index, count: count, path: path).proves(published.leaves[0], isIn: root))
        }
        for (old, new) in [(-1, 8), (9, 8), (1, Int.max), (Int.max, Int.max), (Int.min, 8)] {
            let path = published.consistencyProof(from: 3, to: 8).path
            #expect(!ConsistencyProof(oldCount: old, newCount: new, path: path).proves(root, isBeginningOf: root))
        }
    }

    private func variants(of proof: InclusionProof, _ generator: inout SeededGenerator) -> [InclusionProof] {
        paths(near: proof.path, &generator).map { InclusionProof(index: proof.index, count: proof.count, path: $0) }
    }

    private func variants(of proof: ConsistencyProof, _ generator: inout SeededGenerator) -> [ConsistencyProof] {
        paths(near: proof.path, &generator).map {
            ConsistencyProof(oldCount: proof.oldCount, newCount: proof.newCount, path: $0)
        }
    }

    /// One hash too many, one too few, and one that is another.
    private func paths(near path: [Fingerprint], _ generator: inout SeededGenerator) -> [[Fingerprint]] {
        let stranger = Fingerprint.random(using: &generator)
        var paths = [path + [stranger], [stranger] + path]
        if !path.isEmpty {
            var changed = path
            changed[Int.random(in: path.indices, using: &generator)] = stranger
            paths += [Array(path.dropLast()), Array(path.dropFirst()), changed]
        }
        return paths
    }
}

extension Fingerprint {
    fileprivate static func random(using generator: inout SeededGenerator) -> Fingerprint {
        TreeHasher.leaf((0..<8).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
