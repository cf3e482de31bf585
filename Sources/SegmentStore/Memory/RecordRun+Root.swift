internal import Evidence
internal import Logbook

extension RecordRun {
    /// The root of the tree whose leaves are the canonical forms of these records, in their order.
    static func root(of runs: [RecordRun]) throws(MalformedBytes) -> Fingerprint {
        var tree = GrowingTree()
        for run in runs {
            try run.append(to: &tree)
        }
        return tree.root
    }

    func append(to tree: inout GrowingTree) throws(MalformedBytes) {
        for range in try ranges() {
            tree.append(TreeHasher.leaf(bytes, in: range))
        }
    }
}
