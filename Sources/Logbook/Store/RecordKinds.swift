/// Which kinds of records there are in a batch.
package struct RecordKinds: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package init(_ kind: RecordEncoding.Kind) {
        self.init(rawValue: 1 << (kind.rawValue - 1))
    }
}
