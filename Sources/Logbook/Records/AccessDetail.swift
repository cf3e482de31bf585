/// What `detail` of an access record is composed of. Kept as parts; turned into text when somebody reads.
package struct AccessDetail: Hashable, Sendable {
    package var verification: [VerificationStep]
    package var parameters: Parameters
    package var section: StatementSection
    package var durations: Durations

    /// One check of the caller, in the order in which the checks are made. Steps after a failed one are absent.
    package struct VerificationStep: Hashable, Sendable {
        package enum Check: UInt8, Sendable, CaseIterable {
            case apiAuthentication = 1
            case appAuthentication = 2
            case accessPermission = 3
        }

        package enum Outcome: Hashable, Sendable {
            case completed
            /// With the error code that the check ended with; records from elsewhere may leave it out.
            case failed(code: String?)
        }

        package var check: Check
        package var outcome: Outcome

        package init(check: Check, outcome: Outcome) {
            self.check = check
            self.outcome = outcome
        }

        /// - Parameter failureCode: `nil` when the check passed.
        package init(check: Check, failureCode: String? = nil) {
            self.init(check: check, outcome: failureCode.map { .failed(code: $0) } ?? .completed)
        }
    }

    /// The parameters as the caller sent them, secrets already masked.
    package struct Parameters: Hashable, Sendable {
        package var path: [Pair]
        package var header: [Pair]
        package var query: [Pair]
        package var body: String

        package init(path: [Pair] = [], header: [Pair] = [], query: [Pair] = [], body: String = "") {
            self.path = path
            self.header = header
            self.query = query
            self.body = body
        }
    }

    package struct Pair: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What the SQL section of the text holds.
    package enum StatementSection: Hashable, Sendable {
        /// The text ends before it. So it is only in records from elsewhere; Daybook's own always have the section.
        case missing
        /// The call was refused before a statement was built.
        case empty
        case statement(Statement)
    }

    /// SQL as fragments with a value between each two: `fragments.count == values.count + 1`.
    ///
    /// The statement itself always runs with bound values; they are put in line only to be read by people.
    package struct Statement: Hashable, Sendable {
        package var fragments: [String]
        package var values: [Value]

        package init(fragments: [String], values: [Value]) {
            precondition(fragments.count == values.count + 1)
            self.fragments = fragments
            self.values = values
        }
    }

    package enum Value: Hashable, Sendable {
        case null
        case integer(Int64)
        case number(Double)
        case text(String)
    }

    /// Where the time of the call went, in microseconds.
    package struct Durations: Hashable, Sendable {
        package var verifyMicroseconds: Int64
        package var sourceMicroseconds: Int64
        package var serializeMicroseconds: Int64

        package init(verifyMicroseconds: Int64 = 0, sourceMicroseconds: Int64 = 0, serializeMicroseconds: Int64 = 0) {
            self.verifyMicroseconds = verifyMicroseconds
            self.sourceMicroseconds = sourceMicroseconds
            self.serializeMicroseconds = serializeMicroseconds
        }
    }

    package init(
        verification: [VerificationStep] = [], parameters: Parameters = Parameters(), section: StatementSection,
        durations: Durations = Durations()
    ) {
        self.verification = verification
        self.parameters = parameters
        self.section = section
        self.durations = durations
    }

    /// The detail of a call of Daybook's own; `statement` is `nil` when the call was refused before one was built.
    package init(
        verification: [VerificationStep] = [], parameters: Parameters = Parameters(), statement: Statement? = nil,
        durations: Durations = Durations()
    ) {
        self.init(
            verification: verification, parameters: parameters, section: statement.map { .statement($0) } ?? .empty,
            durations: durations)
    }

    /// The statement that ran, if one did.
    package var statement: Statement? {
        if case .statement(let statement) = section { statement } else { nil }
    }

    /// Bytes of the composed text, roughly: the fixed lines take about 400.
    package var estimatedTextByteCount: Int {
        let pairs =
            Pair.textByteCount(parameters.path) + Pair.textByteCount(parameters.header)
            + Pair.textByteCount(parameters.query)
        return Self.fixedTextByteCount + parameters.body.utf8.count + pairs + (statement?.estimatedTextByteCount ?? 0)
    }

    /// Roughly what the text of every detail has.
    package static let fixedTextByteCount = 400
}

extension AccessDetail.Pair {
    /// What stands around name and value in the text.
    package static let fixedTextByteCount = 4

    fileprivate static func textByteCount(_ pairs: [Self]) -> Int {
        pairs.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + fixedTextByteCount }
    }
}

extension AccessDetail.Statement {
    /// Bytes of the statement as text, roughly.
    package var estimatedTextByteCount: Int {
        fragments.reduce(values.count * Self.valueTextByteCount) { $0 + $1.utf8.count }
    }

    /// Roughly what a value takes.
    package static let valueTextByteCount = 12
}
