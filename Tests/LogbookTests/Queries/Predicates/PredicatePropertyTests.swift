import DaybookTesting
import Logbook
import Testing

/// Random questions against random records. A failure names the seed, which is all it takes to see it again.
struct PredicatePropertyTests {
    private static let seeds: [UInt64] = Array(1...16)

    @Test(arguments: seeds, Stream.Kind.allCases)
    func `a predicate means what its naive reading says`(seed: UInt64, kind: Stream.Kind) {
        var random = QuestionedRecords(seed: seed)
        let records = random.records(kind, count: 60)
        for _ in 0..<20 {
            let predicate = random.predicate(kind)
            for record in records {
                #expect(
                    predicate.matches(record) == NaiveEvaluator.matches(predicate, record),
                    "seed \(seed): \(predicate)")
            }
        }
    }

    @Test(arguments: seeds, Stream.Kind.allCases)
    func `a normal predicate is equivalent, and normal`(seed: UInt64, kind: Stream.Kind) {
        var random = QuestionedRecords(seed: seed)
        let records = random.records(kind, count: 60) + random.records(.audit, count: 3)
        for _ in 0..<20 {
            let predicate = random.predicate(kind)
            let normal = predicate.normalized()
            #expect(normal.isNormal, "seed \(seed): \(predicate) became \(normal)")
            #expect(normal.normalized() == normal, "seed \(seed): \(normal)")
            for record in records {
                #expect(predicate.matches(record) == normal.matches(record), "seed \(seed): \(predicate)")
            }
        }
    }

    @Test(arguments: seeds, Stream.Kind.allCases)
    func `a normal filter is equivalent`(seed: UInt64, kind: Stream.Kind) {
        var random = QuestionedRecords(seed: seed)
        let records = random.records(kind, count: 60) + random.records(.audit, count: 5)
        for _ in 0..<20 {
            let filter = random.filter(kind)
            let normal = filter.normalized()
            for record in records {
                #expect(filter.matches(record) == normal.matches(record), "seed \(seed): \(filter)")
            }
        }
    }

    @Test(arguments: seeds, Stream.Kind.allCases)
    func `every matching record has values that the predicate allows`(seed: UInt64, kind: Stream.Kind) {
        var random = QuestionedRecords(seed: seed)
        let records = random.records(kind, count: 60)
        for _ in 0..<20 {
            let predicate = random.predicate(kind)
            for field in Field.all(of: kind) {
                let allowed = predicate.allowedValues(of: field)
                for record in records where predicate.matches(record) {
                    #expect(allowed.allows(field.value(of: record)), "seed \(seed): \(field.name) of \(predicate)")
                }
            }
        }
    }

    @Test(arguments: seeds, Stream.Kind.allCases)
    func `what is said of a block is true of its records`(seed: UInt64, kind: Stream.Kind) {
        var random = QuestionedRecords(seed: seed)
        var verdicts: [BlockVerdict: Int] = [:]
        for _ in 0..<60 {
            let records = random.records(kind, count: Int.random(in: 1...4, using: &random.random))
            let block = ExactSummary(records: records)
            let filter = random.filter(kind)
            let verdict = filter.verdict(on: block, of: kind)
            verdicts[verdict, default: 0] += 1
            let count = records.count { filter.matches($0) }
            switch verdict {
            case .none: #expect(count == 0, "seed \(seed): \(filter)")
            case .all: #expect(count == records.count, "seed \(seed): \(filter)")
            case .some: break
            }
        }
        #expect(verdicts[.none] ?? 0 > 0 && verdicts[.some] ?? 0 > 0, "seed \(seed): nothing was told apart")
    }
}

extension Predicate {
    /// Whether the shape is the one that `normalized` promises.
    fileprivate var isNormal: Bool {
        switch self {
        case .always, .never, .condition, .not(.condition): return true
        case .not: return false
        case .and(let members), .or(let members):
            guard members.count > 1, Set(members).count == members.count else { return false }
            return members.allSatisfy { member in
                switch (self, member) {
                case (_, .always), (_, .never), (.and, .and), (.or, .or): false
                default: member.isNormal
                }
            }
        }
    }
}

/// Knows of a block all that a summary can know.
private struct ExactSummary: BlockSummary {
    let records: [LogRecord]

    func statistics(of field: Field) -> FieldStatistics {
        let values = records.compactMap { field.value(of: $0) }
        let absence: BlockVerdict = values.isEmpty ? .all : values.count == records.count ? .none : .some
        guard let least = values.min(), let greatest = values.max() else {
            return FieldStatistics(bounds: nil, absence: absence)
        }
        return FieldStatistics(bounds: least...greatest, absence: absence)
    }

    func mayContain(_ value: FieldValue, in field: Field) -> Bool {
        records.contains { field.value(of: $0) == value }
    }

    func mayContain(word: String, in field: Field) -> Bool {
        records.contains { FieldCondition(field, .hasWord(word)).matches($0) }
    }

    func mayContain(substring: String, in field: Field) -> Bool {
        records.contains { FieldCondition(field, .contains(substring)).matches($0) }
    }
}
