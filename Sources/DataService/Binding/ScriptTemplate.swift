internal import Logbook

/// A script with `${name}` where a parameter's value goes, taken apart into text and marks.
///
/// Where a mark stands decides what becomes of it:
/// - in plain SQL it is a value of the parameter's type;
/// - inside a string in single quotes it is a value too, as text: `'%${x}%'` becomes `('%' || ? || '%')`, `'${x}'`
///   becomes `?`. So a missing value makes the whole string `NULL`;
/// - in a comment it means nothing: comments are taken out of the script;
/// - inside a quoted name, a string with a prefix (`x'..'`) or directly beside a word it is refused, as no value can
///   stand there. So is everything that a script cannot mean: `?`, `:name`, `@name` and `$name`, a second statement,
///   an open quote, a NUL.
///
/// The quoting rules are those of standard SQL as SQLite reads them; a backslash escapes nothing.
struct ScriptTemplate: Sendable {
    enum Piece: Hashable, Sendable {
        case text(String)
        case value(parameter: String, asText: Bool)
    }

    let pieces: [Piece]

    init(_ script: String, parameters: Set<String>) throws(ServiceError) {
        guard script.utf8.count <= Limits.scriptByteCountMaximum else {
            throw ServiceError(.callFailed, "the script is too long, move part of it into a view")
        }
        var scanner = ScriptScanner(script, parameters: parameters)
        self.pieces = try scanner.scan()
        guard !pieces.isEmpty else {
            throw ServiceError(.callFailed, "the script is empty, write a statement")
        }
    }

    func append(_ values: [String: AccessDetail.Value], to builder: inout StatementBuilder) {
        for piece in pieces {
            switch piece {
            case .text(let text):
                builder.append(text)
            case .value(let name, let asText):
                let value = values[name] ?? .null
                builder.append(
                    asText && value != .null ? .text(value.plainText) : value, isSecret: SecretNames.contains(name))
            }
        }
    }
}
