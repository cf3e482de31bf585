/// Reads predicates as people write them. `docs/querying.md` has the language.
///
/// ```
/// expression  = conjunction *( "or" conjunction )
/// conjunction = negation *( "and" negation )
/// negation    = "not" negation / "(" expression ")" / "true" / "false" / condition
/// condition   = field ( comparison literal
///                     / "is" [ "not" ] "null"
///                     / [ "not" ] "in" "(" [ literal *( "," literal ) ] ")"
///                     / [ "not" ] "startswith" text
///                     / [ "not" ] ( "contains" / "has" ) text [ "ignoring" "case" ] )
/// comparison  = "=" / "==" / "!=" / "<>" / "<" / "<=" / ">" / ">="
/// ```
package struct ExpressionParser {
    private let kind: Stream.Kind
    private let times: TimeReader
    private let tokens: [ExpressionToken]
    private var index = 0
    private var depth = 0

    /// - Throws: `QueryError` with the place of the first thing that cannot be read.
    package static func predicate(_ text: String, of kind: Stream.Kind, times: TimeReader) throws -> Predicate {
        var parser = ExpressionParser(kind: kind, times: times, tokens: try ExpressionLexer.tokens(of: text))
        let predicate = try parser.disjunction()
        guard parser.current.content == .end else {
            throw parser.expected("and, or, or the end")
        }
        return predicate
    }

    private init(kind: Stream.Kind, times: TimeReader, tokens: [ExpressionToken]) {
        self.kind = kind
        self.times = times
        self.tokens = tokens
    }

    private var current: ExpressionToken { tokens[index] }

    private func expected(_ what: String) -> QueryError {
        QueryError(.syntax, "expected \(what), found \(current.noun)", at: current.position)
    }

    private mutating func take(keyword: String) -> Bool {
        guard case .name(let name) = current.content, name.lowercased() == keyword else { return false }
        index += 1
        return true
    }

    private mutating func take(symbol: String) -> Bool {
        guard current.content == .symbol(symbol) else { return false }
        index += 1
        return true
    }

    private mutating func disjunction() throws -> Predicate {
        depth += 1
        defer { depth -= 1 }
        guard depth <= QueryLimits.expressionDepth else {
            throw QueryError(.syntax, "more than \(QueryLimits.expressionDepth) parentheses", at: current.position)
        }
        var members = [try conjunction()]
        while take(keyword: "or") {
            members.append(try conjunction())
        }
        return members.count == 1 ? members[0] : .or(members)
    }

    private mutating func conjunction() throws -> Predicate {
        var members = [try negation()]
        while take(keyword: "and") {
            members.append(try negation())
        }
        return members.count == 1 ? members[0] : .and(members)
    }

    private mutating func negation() throws -> Predicate {
        depth += 1
        defer { depth -= 1 }
        guard depth <= QueryLimits.expressionDepth else {
            throw QueryError(.syntax, "more than \(QueryLimits.expressionDepth) negations", at: current.position)
        }
        if take(keyword: "not") {
            return .not(try negation())
        }
        if take(keyword: "true") {
            return .always
        }
        if take(keyword: "false") {
            return .never
        }
        guard take(symbol: "(") else {
            return try condition()
        }
        let predicate = try disjunction()
        guard take(symbol: ")") else {
            throw expected("and, or, or )")
        }
        return predicate
    }

    private mutating func condition() throws -> Predicate {
        guard case .name(let name) = current.content else {
            throw expected("a field, not or (")
        }
        let field = try Field(name, of: kind, at: current.position)
        index += 1
        if take(keyword: "is") {
            let isNegated = take(keyword: "not")
            guard take(keyword: "null") else {
                throw expected("null")
            }
            return negated(isNegated, .field(field, .isAbsent))
        }
        if case .symbol(let symbol) = current.content, let predicate = try comparison(symbol, field) {
            return predicate
        }
        let isNegated = take(keyword: "not")
        guard let test = try namedTest(of: field) else {
            throw expected("a comparison, in, is, contains, has or startswith")
        }
        return negated(isNegated, .field(field, test))
    }

    private func negated(_ isNegated: Bool, _ predicate: Predicate) -> Predicate {
        isNegated ? .not(predicate) : predicate
    }

    private mutating func comparison(_ symbol: String, _ field: Field) throws -> Predicate? {
        switch symbol {
        case "=", "!=":
            index += 1
            return negated(symbol == "!=", .field(field, equals: try literal(of: field)))
        default:
            guard let comparison = FieldCondition.Comparison(rawValue: symbol) else { return nil }
            index += 1
            return .field(field, .compares(comparison, try literal(of: field)))
        }
    }

    private mutating func namedTest(of field: Field) throws -> FieldCondition.Test? {
        let position = current.position
        if take(keyword: "in") {
            return .isAmong(try list(of: field))
        }
        if take(keyword: "startswith") {
            return .startsWith(try text(for: field, position))
        }
        if take(keyword: "contains") {
            let text = try text(for: field, position)
            return .contains(text, ignoresCase: try ignoresCase())
        }
        guard take(keyword: "has") else { return nil }
        let word = try text(for: field, position)
        guard WordCharacter.makesOneWord(word) else {
            throw QueryError(
                .wrongType, "has takes one word of letters, digits and _; use contains", at: tokens[index - 1].position)
        }
        return .hasWord(word, ignoresCase: try ignoresCase())
    }

    private mutating func ignoresCase() throws -> Bool {
        guard take(keyword: "ignoring") else { return false }
        guard take(keyword: "case") else {
            throw expected("case")
        }
        return true
    }

    private mutating func text(for field: Field, _ position: Int) throws -> String {
        guard field.type == .text else {
            throw QueryError(.wrongType, "\(field.name) is \(field.type.noun), not a text", at: position)
        }
        guard case .text(let text) = current.content else {
            throw expected("a text in quotes")
        }
        index += 1
        return text
    }

    private mutating func list(of field: Field) throws -> [FieldValue] {
        guard take(symbol: "(") else {
            throw expected("(")
        }
        var values: [FieldValue] = []
        guard !take(symbol: ")") else { return values }
        repeat {
            values.append(try literal(of: field))
        } while take(symbol: ",")
        guard take(symbol: ")") else {
            throw expected(", or )")
        }
        return values
    }

    private mutating func literal(of field: Field) throws -> FieldValue {
        let token = current
        func wrong() -> QueryError {
            let hint = field.type == .text ? "; put it in quotes" : ""
            return QueryError(
                .wrongType, "\(field.name) is \(field.type.noun), \(token.noun) is none\(hint)", at: token.position)
        }
        let value: FieldValue
        switch (token.content, field.type) {
        case (.integer(let integer), .integer): value = .integer(integer)
        case (.text(let text), .integer):
            guard let integer = Int64(text) else { throw wrong() }
            value = .integer(integer)
        case (.text(let text), .text): value = .text(text)
        case (.integer(let integer), .time):
            let (microseconds, overflow) = integer.multipliedReportingOverflow(by: 1_000)
            guard !overflow else { throw wrong() }
            value = .time(Timestamp(microseconds: microseconds))
        case (.text(let text), .time):
            do {
                value = .time(try times.time(text))
            } catch let error as QueryError {
                throw QueryError(error.code, error.message, at: token.position)
            }
        case (.integer, .text): throw wrong()
        case (.name, _), (.symbol, _), (.end, _):
            throw expected(field.type == .integer ? "a number" : "\(field.type.noun) in quotes")
        }
        index += 1
        return value
    }
}
