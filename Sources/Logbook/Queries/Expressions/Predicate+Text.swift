extension Predicate: CustomStringConvertible {
    /// The expression that `ExpressionParser` reads back as this predicate.
    ///
    /// Joins of fewer than two members have no form of their own: they are written as what they mean.
    package var description: String { text(in: .open) }

    /// What stands around a part of an expression, and so which joins need parentheses there.
    private enum Place {
        /// Nothing: none does.
        case open
        /// An `or`: another `or` does, so that reading gives the same tree.
        case alternative
        /// An `and` or a `not`: every join does.
        case factor
    }

    private func text(in place: Place) -> String {
        switch self {
        case .always: "true"
        case .never: "false"
        case .condition(let condition): condition.text
        case .not(.condition(let condition)): condition.negatedText
        case .not(let predicate): "not \(predicate.text(in: .factor))"
        case .and(let members) where members.count < 2: (members.first ?? .always).text(in: place)
        case .or(let members) where members.count < 2: (members.first ?? .never).text(in: place)
        case .and(let members):
            Self.enclosed(members.map { $0.text(in: .factor) }.joined(separator: " and "), if: place == .factor)
        case .or(let members):
            Self.enclosed(members.map { $0.text(in: .alternative) }.joined(separator: " or "), if: place != .open)
        }
    }

    private static func enclosed(_ text: String, if isNeeded: Bool) -> String {
        isNeeded ? "(\(text))" : text
    }
}

extension FieldCondition {
    fileprivate var text: String {
        switch test {
        case .isAbsent: "\(field.name) is null"
        case .isAmong(let values) where values.count == 1: "\(field.name) = \(values[0].literal)"
        case .isAmong(let values): "\(field.name) in (\(values.map(\.literal).joined(separator: ", ")))"
        case .compares(let comparison, let bound): "\(field.name) \(comparison.rawValue) \(bound.literal)"
        case .startsWith(let text): "\(field.name) startswith \(FieldValue.text(text).literal)"
        case .contains(let text, let ignoresCase):
            "\(field.name) contains \(FieldValue.text(text).literal)\(ignoresCase ? " ignoring case" : "")"
        case .hasWord(let text, let ignoresCase):
            "\(field.name) has \(FieldValue.text(text).literal)\(ignoresCase ? " ignoring case" : "")"
        }
    }

    fileprivate var negatedText: String {
        switch test {
        case .isAbsent: "\(field.name) is not null"
        case .isAmong(let values) where values.count == 1: "\(field.name) != \(values[0].literal)"
        default: "not \(text)"
        }
    }
}

extension FieldValue {
    /// As an expression has it.
    package var literal: String {
        switch self {
        case .integer(let integer): String(integer)
        case .time(let time) where Timestamp.writable.contains(time): "\"\(time.text())\""
        case .time(let time): String(time.milliseconds)
        case .text(let text): quoted(text)
        }
    }

    private func quoted(_ text: String) -> String {
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted.append("\\")
                quoted.append(scalar)
            case "\n": quoted.append(contentsOf: "\\n".unicodeScalars)
            case "\r": quoted.append(contentsOf: "\\r".unicodeScalars)
            case "\t": quoted.append(contentsOf: "\\t".unicodeScalars)
            case "\0"..<" ", "\u{7F}"..."\u{9F}":
                quoted.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default: quoted.append(scalar)
            }
        }
        quoted.append("\"")
        return String(quoted)
    }
}
