package import Logbook

/// Turns the parts of `detail` into the text that the access log API shows.
///
/// The layout, byte for byte that of the published example (`\n` ends every line):
/// ```
/// __________Verification information________
/// API authentication verification: completed.
/// App authentication verification: completed.
/// Access permission authentication: completed.
///
/// ___________Parameter information__________
/// [path parameter]:
///
/// [header parameter]:
/// accept : */*
///
/// [query  parameter]:
/// a : 1
/// [body  parameter]:
///
/// ______________SQL information_______________
/// SELECT ... WHERE "a" = 1 limit 100 offset 0
///
/// ```
/// - A failed check reads `failed: <code>.`; the checks after it are left out. Records from elsewhere may read
///   `failed.` and go on.
/// - An empty line ends each group of parameters, but for a query group with parameters.
/// - Control characters in the name or value of a parameter are shown as `\n`, `\r`, `\t` or `\u{1b}`, so that no
///   value can pass for a line of its own.
/// - The SQL section is left out only where a record from elsewhere came without it.
/// - The duration block of the user guide is not written, as the example has none; the record keeps the durations.
package enum AccessDetailText {
    /// The detail as text. Text that came from elsewhere is shown as it is.
    ///
    /// - Parameter showsStatement: `false` leaves the SQL section empty. Text from elsewhere then ends with the line
    ///   that heads the section; without such a line nobody can tell what of it is SQL, and none of it is shown.
    package static func text(of detail: AccessRecord.Detail, showsStatement: Bool) -> String {
        switch detail {
        case .parts(let parts): text(of: parts, showsStatement: showsStatement)
        case .text(let text): showsStatement ? text : withoutStatement(text)
        }
    }

    private static func withoutStatement(_ text: String) -> String {
        guard let heading = text.utf8.firstRange(of: sqlHeading.utf8) else { return "" }
        return text[..<heading.upperBound] + "\n\n\n"
    }

    /// - Parameter showsStatement: `false` leaves the SQL section empty.
    package static func text(of detail: AccessDetail, showsStatement: Bool) -> String {
        var text = ""
        text.reserveCapacity(detail.estimatedTextByteCount)
        text += "__________Verification information________\n"
        for step in detail.verification {
            text += name(of: step.check)
            switch step.outcome {
            case .completed: text += ": completed.\n"
            case .failed(let code?): text += ": failed: \(code).\n"
            case .failed(nil): text += ": failed.\n"
            }
        }
        text += "\n___________Parameter information__________\n"
        append(detail.parameters, to: &text)
        if detail.section != .missing {
            text += sqlHeading
            text += "\n"
            if showsStatement, let statement = detail.statement {
                append(statement, to: &text)
            }
            text += "\n\n"
        }
        return text
    }

    private static let sqlHeading = "______________SQL information_______________"

    private static func name(of check: AccessDetail.VerificationStep.Check) -> String {
        switch check {
        case .apiAuthentication: "API authentication verification"
        case .appAuthentication: "App authentication verification"
        case .accessPermission: "Access permission authentication"
        }
    }

    private static func append(_ parameters: AccessDetail.Parameters, to text: inout String) {
        text += "[path parameter]:\n"
        append(parameters.path, to: &text)
        text += "\n[header parameter]:\n"
        append(parameters.header, to: &text)
        text += "\n[query  parameter]:\n"
        append(parameters.query, to: &text)
        if parameters.query.isEmpty {
            text += "\n"
        }
        text += "[body  parameter]:\n"
        if !parameters.body.isEmpty {
            text += parameters.body
            text += "\n"
        }
        text += "\n"
    }

    private static func append(_ pairs: [AccessDetail.Pair], to text: inout String) {
        for pair in pairs {
            text += onOneLine(pair.name)
            text += " : "
            text += onOneLine(pair.value)
            text += "\n"
        }
    }

    private static func onOneLine(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return value }
        var line = ""
        for scalar in value.unicodeScalars {
            switch scalar.value {
            case 0x09: line += "\\t"
            case 0x0A: line += "\\n"
            case 0x0D: line += "\\r"
            case 0..<0x20, 0x7F: line += "\\u{\(String(scalar.value, radix: 16))}"
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }

    private static func append(_ statement: AccessDetail.Statement, to text: inout String) {
        for (fragment, value) in zip(statement.fragments, statement.values) {
            text += fragment
            text += literal(of: value)
        }
        text += statement.fragments[statement.values.count]
    }

    private static func literal(of value: AccessDetail.Value) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let value): String(value)
        case .number(let value): value.description
        case .text(let value):
            "'" + value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        }
    }
}
