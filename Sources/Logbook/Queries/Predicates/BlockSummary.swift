/// What a store knows of a run of records without reading them: statistics, dictionaries, bloom filters.
///
/// "May" is always a safe answer: who says it for everything has every block read.
package protocol BlockSummary {
    /// Bounds of the field's values and whether it is absent anywhere.
    func statistics(of field: Field) -> FieldStatistics
    /// Whether a record may have this value.
    func mayContain(_ value: FieldValue, in field: Field) -> Bool
    /// Whether the text of a record may have this word, in this case of its letters.
    func mayContain(word: String, in field: Field) -> Bool
    /// Whether the text of a record may have these bytes. They may run across the parts of a composed text.
    func mayContain(substring: String, in field: Field) -> Bool
}

extension BlockSummary {
    package func mayContain(_ value: FieldValue, in field: Field) -> Bool { true }
    package func mayContain(word: String, in field: Field) -> Bool { true }
    package func mayContain(substring: String, in field: Field) -> Bool { true }
}

/// How many records of a block something holds for.
package enum BlockVerdict: Int, Comparable, Sendable, CaseIterable {
    case none
    /// Maybe none, maybe some, maybe all: they have to be looked at.
    case some
    case all

    package static func < (left: BlockVerdict, right: BlockVerdict) -> Bool {
        left.rawValue < right.rawValue
    }

    package var negated: BlockVerdict {
        switch self {
        case .none: .all
        case .some: .some
        case .all: .none
        }
    }
}

package struct FieldStatistics: Hashable, Sendable {
    /// Every value lies in it, its ends included; they need not occur. `nil` when not known.
    package var bounds: ClosedRange<FieldValue>?
    /// For how many of the records the field is absent.
    package var absence: BlockVerdict

    package init(bounds: ClosedRange<FieldValue>?, absence: BlockVerdict) {
        self.bounds = bounds
        self.absence = absence
    }

    package static let unknown = FieldStatistics(bounds: nil, absence: .some)
}
