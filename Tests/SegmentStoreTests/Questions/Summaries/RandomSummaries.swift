import DaybookTesting
import Logbook

/// Makes questions for summaries.
struct RandomSummaries {
    let kind: Stream.Kind
    let fields: [Field]

    func question(using generator: inout SeededGenerator) -> ([Grouping], [Aggregate]) {
        let groups = (0..<Int.random(in: 0...3, using: &generator)).compactMap { _ -> Grouping? in
            guard generator.chance(0.3) else { return .field(field(using: &generator)) }
            let seconds: Int64 = [1, 60, 86_400, 31_536_000].randomElement(using: &generator) ?? 1
            return TimeBucket(seconds: seconds).map { .time($0, name: "bucket") }
        }
        let aggregates = (0..<Int.random(in: 1...3, using: &generator)).map { _ -> Aggregate in
            switch Int.random(in: 0..<7, using: &generator) {
            case 0: .count
            case 1: .sum(number(using: &generator))
            case 2: .average(number(using: &generator))
            case 3: .least(field(using: &generator))
            case 4: .greatest(field(using: &generator))
            case 5:
                Aggregate.Quantile(partsPerMillion: Int.random(in: 0...1_000_000, using: &generator))
                    .map { .quantile($0, number(using: &generator)) } ?? .count
            default: .distinct(field(using: &generator))
            }
        }
        return (groups, aggregates)
    }

    private func field(using generator: inout SeededGenerator) -> Field {
        fields.randomElement(using: &generator) ?? .time(of: kind)
    }

    private func number(using generator: inout SeededGenerator) -> Field {
        fields.filter { $0.type == .integer }.randomElement(using: &generator) ?? .time(of: kind)
    }
}
