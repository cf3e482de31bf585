/// One number, or another value, that stands for all records of a group.
package enum Aggregate: Hashable, Sendable {
    case count
    case sum(Field)
    case average(Field)
    case least(Field)
    case greatest(Field)
    case quantile(Quantile, Field)
    /// How many different values there are; exact.
    case distinct(Field)

    /// A share of the records, in parts per million, so that `p99.9` is exact.
    package struct Quantile: Hashable, Sendable {
        package let partsPerMillion: Int

        package init?(partsPerMillion: Int) {
            guard (0...1_000_000).contains(partsPerMillion) else { return nil }
            self.partsPerMillion = partsPerMillion
        }

        /// Reads percent with up to four decimal places: `50`, `99.9`.
        init?(percent: some StringProtocol) {
            let parts = percent.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            let fraction = parts.count == 2 ? String(parts[1]) : "0"
            guard let whole = parts.first, (1...3).contains(whole.count), (1...4).contains(fraction.count),
                (whole + fraction).utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(whole + fraction + String(repeating: "0", count: 4 - fraction.count))
            else { return nil }
            self.init(partsPerMillion: number)
        }

        /// `p50`, `p99.9`.
        package var name: String {
            let (whole, fraction) = partsPerMillion.quotientAndRemainder(dividingBy: 10_000)
            guard fraction > 0 else { return "p\(whole)" }
            var digits = String(String(10_000 + fraction).dropFirst())
            while digits.last == "0" {
                digits.removeLast()
            }
            return "p\(whole).\(digits)"
        }
    }

    package var field: Field? {
        switch self {
        case .count: nil
        case .sum(let field), .average(let field), .least(let field), .greatest(let field), .quantile(_, let field),
            .distinct(let field):
            field
        }
    }

    /// The heading of its column: `count`, `avg_duration`, `p99_duration`.
    package var name: String {
        let verb =
            switch self {
            case .count: "count"
            case .sum: "sum"
            case .average: "avg"
            case .least: "min"
            case .greatest: "max"
            case .quantile(let quantile, _): quantile.name
            case .distinct: "distinct"
            }
        return field.map { "\(verb)_\($0.name)" } ?? verb
    }

    /// Reads `count`, `sum:FIELD`, `avg:FIELD`, `min:FIELD`, `max:FIELD`, `p99:FIELD` or `distinct:FIELD`.
    ///
    /// - Throws: `QueryError` with `badForm`, `unknownField` or `wrongType`.
    package init(_ form: String, of kind: Stream.Kind) throws {
        if form == "count" {
            self = .count
            return
        }
        let parts = form.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw Self.badForm(form)
        }
        let field = try Field(String(parts[1]), of: kind)
        switch parts[0] {
        case "min": self = .least(field)
        case "max": self = .greatest(field)
        case "distinct": self = .distinct(field)
        case "sum": self = .sum(try Self.integral(field, form))
        case "avg": self = .average(try Self.integral(field, form))
        default:
            guard parts[0].hasPrefix("p"), let quantile = Quantile(percent: parts[0].dropFirst()) else {
                throw Self.badForm(form)
            }
            self = .quantile(quantile, try Self.integral(field, form))
        }
    }

    private static func integral(_ field: Field, _ form: String) throws -> Field {
        guard field.type == .integer else {
            throw QueryError(.wrongType, "\(form.prefix(60)): \(field.name) is \(field.type.noun), not a number")
        }
        return field
    }

    private static func badForm(_ form: String) -> QueryError {
        QueryError(
            .badForm,
            "no aggregate: \(form.prefix(40)); write count, or sum, avg, min, max, p50 to p100 or distinct, a colon "
                + "and a field"
        )
    }
}
