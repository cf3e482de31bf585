internal import Evidence
internal import Logbook

extension RecordRun {
    /// Adds the canonical forms of these records to a tree, in their order.
    func append(to tree: inout GrowingTree) throws(MalformedBytes) {
        tree.append(TreeHasher.leaves(bytes, in: try ranges()))
    }
}
