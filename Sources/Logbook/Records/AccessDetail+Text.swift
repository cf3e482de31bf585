extension AccessDetail {
    /// Hands the text that people see to the sink, piece by piece.
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
    ///
    /// The layout lives here because a store answers questions about the text from the parts.
    ///
    /// - Parameter showsStatement: `false` leaves the SQL section empty.
    package func writeText(showsStatement: Bool, to sink: inout some TextSink) {
        sink.append("__________Verification information________\n")
        for step in verification {
            sink.append(step.check.label)
            switch step.outcome {
            case .completed:
                sink.append(": completed.\n")
            case .failed(nil):
                sink.append(": failed.\n")
            case .failed(let code?):
                sink.append(": failed: ")
                sink.append(code)
                sink.append(".\n")
            }
        }
        sink.append("\n___________Parameter information__________\n")
        parameters.writeText(to: &sink)
        guard section != .missing else { return }
        sink.append(Self.statementHeading)
        sink.append("\n")
        if showsStatement {
            statement?.writeText(to: &sink)
        }
        sink.append("\n\n")
    }

    /// The line that heads the SQL section.
    package static let statementHeading = "______________SQL information_______________"

    /// The whole text; see `writeText`.
    package func text(showsStatement: Bool) -> String {
        var text = ""
        text.reserveCapacity(estimatedTextByteCount)
        writeText(showsStatement: showsStatement, to: &text)
        return text
    }
}

extension AccessDetail.VerificationStep.Check {
    /// What the text calls the check.
    package var label: String {
        switch self {
        case .apiAuthentication: "API authentication verification"
        case .appAuthentication: "App authentication verification"
        case .accessPermission: "Access permission authentication"
        }
    }
}

extension AccessDetail.Parameters {
    fileprivate func writeText(to sink: inout some TextSink) {
        sink.append("[path parameter]:\n")
        write(path, to: &sink)
        sink.append("\n[header parameter]:\n")
        write(header, to: &sink)
        sink.append("\n[query  parameter]:\n")
        write(query, to: &sink)
        if query.isEmpty {
            sink.append("\n")
        }
        sink.append("[body  parameter]:\n")
        if !body.isEmpty {
            sink.append(value: body)
            sink.append("\n")
        }
        sink.append("\n")
    }

    private func write(_ pairs: [AccessDetail.Pair], to sink: inout some TextSink) {
        for pair in pairs {
            sink.append(AccessDetail.onOneLine(pair.name))
            sink.append(" : ")
            sink.append(value: AccessDetail.onOneLine(pair.value))
            sink.append("\n")
        }
    }
}

extension AccessDetail {
    /// How the name or value of a parameter is shown: control characters as escapes.
    package static func onOneLine(_ value: String) -> String {
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
}

extension AccessDetail.Statement {
    fileprivate func writeText(to sink: inout some TextSink) {
        for (fragment, value) in zip(fragments, values) {
            sink.append(fragment)
            sink.append(value: value.literal)
        }
        sink.append(fragments[values.count])
    }
}

extension AccessDetail.Value {
    /// The value as SQL shows it.
    fileprivate var literal: String {
        switch self {
        case .null: "NULL"
        case .integer(let value): String(value)
        case .number(let value): value.description
        case .text(let value): "'" + withDoubledQuotes(value) + "'"
        }
    }

    /// Scalar by scalar: to Swift, a quote and an accent after it are one character, which is no quote.
    private func withDoubledQuotes(_ value: String) -> String {
        guard value.utf8.contains(UInt8(ascii: "'")) else { return value }
        var doubled = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            doubled.append(scalar)
            if scalar == "'" {
                doubled.append(scalar)
            }
        }
        return String(doubled)
    }
}
