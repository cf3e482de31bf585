internal import Logbook

/// A SELECT that is composed of choices: columns under names, conditions, orderings.
///
/// Every name is quoted as an identifier; dots of the table's name part schema and table. Conditions whose parameter
/// has no value are left out. The comparisons with a pattern look for the value itself: its wildcards are escaped.
struct ConfigurationStatement: Sendable {
    private let head: String
    private let conditions: [APIDefinition.Configuration.Condition]
    private let tail: String

    init(_ configuration: APIDefinition.Configuration, parameters: Set<String>) throws(ServiceError) {
        let names =
            configuration.outputs.flatMap { [$0.name, $0.column] } + configuration.conditions.map(\.column)
            + configuration.orderings.map(\.column)
            + configuration.table.split(
                separator: ".", omittingEmptySubsequences: false
            ).map(String.init)
        guard names.allSatisfy({ !$0.isEmpty && !$0.utf8.contains(0) }) else {
            throw ServiceError(.callFailed, "a table or column of the api has no name, correct the api")
        }
        for condition in configuration.conditions where !parameters.contains(condition.parameter) {
            throw ServiceError(
                .callFailed, "a condition names parameter \(condition.parameter), declare it among the api's parameters"
            )
        }
        let columns = configuration.outputs.map { "\(Self.quoted($0.column)) AS \(Self.quoted($0.name))" }
        let table = configuration.table.split(separator: ".").map { Self.quoted(String($0)) }
        let orderings = configuration.orderings.map { "\(Self.quoted($0.column)) \($0.isDescending ? "DESC" : "ASC")" }
        self.head =
            "SELECT \(columns.isEmpty ? "*" : columns.joined(separator: ",")) FROM \(table.joined(separator: "."))"
        self.conditions = configuration.conditions
        self.tail = orderings.isEmpty ? "" : " ORDER BY \(orderings.joined(separator: ","))"
    }

    func append(_ values: [String: AccessDetail.Value], to builder: inout StatementBuilder) {
        builder.append(head)
        var word = " WHERE "
        for condition in conditions {
            guard let value = values[condition.parameter], value != .null else { continue }
            builder.append(word + Self.quoted(condition.column))
            word = " AND "
            let isSecret = SecretNames.contains(condition.parameter)
            switch condition.comparison {
            case .equal: Self.append(" = ", value, isSecret, to: &builder)
            case .notEqual: Self.append(" <> ", value, isSecret, to: &builder)
            case .greater: Self.append(" > ", value, isSecret, to: &builder)
            case .greaterOrEqual: Self.append(" >= ", value, isSecret, to: &builder)
            case .less: Self.append(" < ", value, isSecret, to: &builder)
            case .lessOrEqual: Self.append(" <= ", value, isSecret, to: &builder)
            case .contains: Self.append(pattern: "%\(Self.escaped(value))%", isSecret, to: &builder)
            case .endsWith: Self.append(pattern: "%\(Self.escaped(value))", isSecret, to: &builder)
            case .startsWith: Self.append(pattern: "\(Self.escaped(value))%", isSecret, to: &builder)
            }
        }
        builder.append(tail)
    }

    private static func append(
        _ comparison: String, _ value: AccessDetail.Value, _ isSecret: Bool, to builder: inout StatementBuilder
    ) {
        builder.append(comparison)
        builder.append(value, isSecret: isSecret)
    }

    private static func append(pattern: String, _ isSecret: Bool, to builder: inout StatementBuilder) {
        builder.append(" LIKE ")
        builder.append(.text(pattern), isSecret: isSecret)
        builder.append(" ESCAPE '!'")
    }

    /// An exclamation mark escapes, as a backslash means different things to different databases.
    private static func escaped(_ value: AccessDetail.Value) -> String {
        var pattern = ""
        for scalar in value.plainText.unicodeScalars {
            if "!%_".unicodeScalars.contains(scalar) {
                pattern += "!"
            }
            pattern.unicodeScalars.append(scalar)
        }
        return pattern
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

extension AccessDetail.Value {
    /// The value as text without quotes; empty for `NULL`.
    var plainText: String {
        switch self {
        case .null: ""
        case .integer(let value): String(value)
        case .number(let value): value.description
        case .text(let value): value
        }
    }
}
