import DaybookTesting
import Logbook

/// Makes conditions that now and then hold for some of the records.
struct RandomPredicates {
    let records: [LogRecord]
    let kind: Stream.Kind

    func filter(using generator: inout SeededGenerator) -> LogFilter {
        var filter = LogFilter()
        if generator.chance(0.3) {
            let bounds = [time(using: &generator), time(using: &generator)].sorted()
            filter.time = bounds[0]..<bounds[1]
        }
        if generator.chance(0.3) {
            let workspaces = records.compactMap { Field.access(.workspace).value(of: $0)?.text }
            filter.conditions.append(
                [.isRecord, .hasApp, .workspace(workspaces.randomElement(using: &generator) ?? "")]
                    .randomElement(using: &generator) ?? .isRecord)
        }
        if generator.chance(0.9) {
            filter.conditions.append(.matching(predicate(depth: 0, using: &generator)))
        }
        return filter
    }

    func predicate(depth: Int, using generator: inout SeededGenerator) -> Predicate {
        switch Int.random(in: 0..<(depth < 3 ? 10 : 6), using: &generator) {
        case 0..<6: .condition(condition(using: &generator))
        case 6: .not(predicate(depth: depth + 1, using: &generator))
        case 7, 8:
            .and(
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    predicate(depth: depth + 1, using: &generator)
                })
        default:
            .or(
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    predicate(depth: depth + 1, using: &generator)
                })
        }
    }

    func condition(using generator: inout SeededGenerator) -> FieldCondition {
        let other: Stream.Kind = kind == .access ? .audit : .access
        var field =
            Field.all(of: generator.chance(0.95) ? kind : other).randomElement(using: &generator) ?? .time(of: kind)
        if generator.chance(0.35) { field = kind == .access ? .access(.detail) : .audit(.arguments) }
        if generator.chance(0.1) { return FieldCondition(field, .isAbsent) }
        let value = value(of: field, using: &generator)
        guard let text = value.text, generator.chance(0.7) else {
            guard generator.chance(0.5) else {
                let comparison = FieldCondition.Comparison.allCases.randomElement(using: &generator) ?? .less
                return FieldCondition(field, .compares(comparison, value))
            }
            let others = (0..<Int.random(in: 0...2, using: &generator)).map { _ in
                self.value(of: field, using: &generator)
            }
            return FieldCondition(field, .isAmong([value] + others))
        }
        let needle = part(of: text, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: return FieldCondition(field, .startsWith(generator.chance(0.7) ? prefix(of: text, &generator) : needle))
        case 1, 2: return FieldCondition(field, .contains(needle, ignoresCase: generator.chance(0.3)))
        case 3: return FieldCondition(field, .contains(needle.uppercased(), ignoresCase: true))
        default:
            let words = text.unicodeScalars.split { !WordCharacter.contains($0) }.map { String($0) }
            let word = words.randomElement(using: &generator) ?? needle
            return FieldCondition(
                field, .hasWord(generator.chance(0.8) ? word : needle, ignoresCase: generator.chance(0.3)))
        }
    }

    private func time(using generator: inout SeededGenerator) -> Timestamp {
        records.randomElement(using: &generator)?.timestamp ?? .random(using: &generator)
    }

    private func value(of field: Field, using generator: inout SeededGenerator) -> FieldValue {
        let record = records.randomElement(using: &generator)
        if generator.chance(0.9), let value = record.flatMap({ field.value(of: $0) }) { return value }
        switch field.type {
        case .integer: return .integer(Int64.random(in: -3...500, using: &generator))
        case .text: return .text(.random(using: &generator))
        case .time: return .time(.random(using: &generator))
        }
    }

    /// A few scalars out of the middle; at times as they are nowhere.
    private func part(of text: String, using generator: inout SeededGenerator) -> String {
        let scalars = Array(text.unicodeScalars)
        guard !scalars.isEmpty else { return String.random(using: &generator) }
        let start = Int.random(in: 0..<scalars.count, using: &generator)
        let count = Int.random(in: 1...(generator.chance(0.3) ? 30 : 4), using: &generator)
        let part = String(String.UnicodeScalarView(scalars[start..<min(scalars.count, start + count)]))
        return generator.chance(0.1) ? part + "x" : part
    }

    private func prefix(of text: String, _ generator: inout SeededGenerator) -> String {
        let scalars = Array(text.unicodeScalars)
        let count = Int.random(in: 0...scalars.count, using: &generator)
        return String(String.UnicodeScalarView(scalars[..<count]))
    }
}
