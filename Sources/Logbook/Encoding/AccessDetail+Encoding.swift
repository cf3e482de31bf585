extension AccessDetail {
    func encode(into bytes: inout ByteWriter) {
        VerificationStep.encode(verification, into: &bytes)
        Pair.encode(parameters.path, into: &bytes)
        Pair.encode(parameters.header, into: &bytes)
        Pair.encode(parameters.query, into: &bytes)
        bytes.append(text: parameters.body)
        section.encode(into: &bytes)
        durations.encode(into: &bytes)
    }

    init(from reader: inout ByteReader) throws(MalformedBytes) {
        let verification = try reader.list { (reader) throws(MalformedBytes) in
            VerificationStep(
                check: try reader.choice(VerificationStep.Check.self),
                outcome: try VerificationStep.Outcome(from: &reader))
        }
        let parameters = Parameters(
            path: try Pair.list(from: &reader), header: try Pair.list(from: &reader),
            query: try Pair.list(from: &reader), body: try reader.text())
        self.init(
            verification: verification,
            parameters: parameters,
            section: try StatementSection(from: &reader),
            durations: Durations(
                verifyMicroseconds: try reader.signedVarint(),
                sourceMicroseconds: try reader.signedVarint(),
                serializeMicroseconds: try reader.signedVarint())
        )
    }
}

extension AccessDetail {
    /// Passes over what `encode` wrote.
    static func pass(over reader: inout ByteReader) throws(MalformedBytes) {
        try reader.passList { (reader) throws(MalformedBytes) in
            _ = try reader.byte()
            try VerificationStep.Outcome.pass(over: &reader)
        }
        for _ in 0..<3 {
            try reader.passList { (reader) throws(MalformedBytes) in
                try reader.passText()
                try reader.passText()
            }
        }
        try reader.passText()
        if try reader.choice(StatementSection.Kind.self) == .statement {
            try Statement.pass(over: &reader)
        }
        for _ in 0..<3 { _ = try reader.varint() }
    }
}

extension AccessDetail.VerificationStep {
    package static func encode(_ steps: [Self], into bytes: inout ByteWriter) {
        bytes.append(list: steps) { step, bytes in
            bytes.append(step.check.rawValue)
            step.outcome.encode(into: &bytes)
        }
    }
}

extension AccessDetail.VerificationStep.Outcome {
    private enum Kind: UInt8 {
        case completed = 0
        case failedWithCode = 1
        case failed = 2
    }

    fileprivate func encode(into bytes: inout ByteWriter) {
        switch self {
        case .completed:
            bytes.append(Kind.completed.rawValue)
        case .failed(let code?):
            bytes.append(Kind.failedWithCode.rawValue)
            bytes.append(text: code)
        case .failed(nil):
            bytes.append(Kind.failed.rawValue)
        }
    }

    fileprivate static func pass(over reader: inout ByteReader) throws(MalformedBytes) {
        if try reader.choice(Kind.self) == .failedWithCode { try reader.passText() }
    }

    fileprivate init(from reader: inout ByteReader) throws(MalformedBytes) {
        switch try reader.choice(Kind.self) {
        case .completed: self = .completed
        case .failedWithCode: self = .failed(code: try reader.text())
        case .failed: self = .failed(code: nil)
        }
    }
}

extension AccessDetail.StatementSection {
    package enum Kind: UInt8 {
        case empty = 0
        case statement = 1
        case missing = 2
    }

    fileprivate func encode(into bytes: inout ByteWriter) {
        switch self {
        case .empty:
            bytes.append(Kind.empty.rawValue)
        case .statement(let statement):
            bytes.append(Kind.statement.rawValue)
            statement.encode(into: &bytes)
        case .missing:
            bytes.append(Kind.missing.rawValue)
        }
    }

    fileprivate init(from reader: inout ByteReader) throws(MalformedBytes) {
        switch try reader.choice(Kind.self) {
        case .empty: self = .empty
        case .statement: self = .statement(try AccessDetail.Statement(from: &reader))
        case .missing: self = .missing
        }
    }
}

extension AccessDetail.Durations {
    package func encode(into bytes: inout ByteWriter) {
        bytes.append(signedVarint: verifyMicroseconds)
        bytes.append(signedVarint: sourceMicroseconds)
        bytes.append(signedVarint: serializeMicroseconds)
    }
}

extension AccessDetail.Pair {
    fileprivate static func encode(_ pairs: [Self], into bytes: inout ByteWriter) {
        bytes.append(varint: pairs.count)
        let pairs = pairs.span
        for index in pairs.indices {
            bytes.append(text: pairs[index].name)
            bytes.append(text: pairs[index].value)
        }
    }

    fileprivate static func list(from reader: inout ByteReader) throws(MalformedBytes) -> [Self] {
        try reader.list { (reader) throws(MalformedBytes) in
            Self(name: try reader.text(), value: try reader.text())
        }
    }
}

extension AccessDetail.Statement {
    /// The values, then the fragments without a count of their own: they are one more than the values.
    package func encode(into bytes: inout ByteWriter) {
        bytes.append(list: values) { $0.encode(into: &$1) }
        let fragments = fragments.span
        for index in fragments.indices {
            bytes.append(text: fragments[index])
        }
    }

    fileprivate static func pass(over reader: inout ByteReader) throws(MalformedBytes) {
        var fragmentCount = 1
        try reader.passList { (reader) throws(MalformedBytes) in
            fragmentCount += 1
            switch try reader.choice(AccessDetail.Value.Kind.self) {
            case .null: return
            case .integer: _ = try reader.varint()
            case .number: _ = try reader.skip(byteCount: 8)
            case .text: try reader.passText()
            }
        }
        for _ in 0..<fragmentCount { try reader.passText() }
    }

    fileprivate init(from reader: inout ByteReader) throws(MalformedBytes) {
        let values = try reader.list { (reader) throws(MalformedBytes) in
            try AccessDetail.Value(from: &reader)
        }
        var fragments: [String] = []
        for _ in 0...values.count {
            fragments.append(try reader.text())
        }
        self.init(fragments: fragments, values: values)
    }
}

extension AccessDetail.Value {
    package enum Kind: UInt8 {
        case null = 0
        case integer = 1
        case number = 2
        case text = 3
    }

    /// Every value that is not a number is written as this one.
    private static let notANumber: UInt64 = 0x7ff8_0000_0000_0000

    package func encode(into bytes: inout ByteWriter) {
        switch self {
        case .null:
            bytes.append(Kind.null.rawValue)
        case .integer(let value):
            bytes.append(Kind.integer.rawValue)
            bytes.append(signedVarint: value)
        case .number(let value):
            bytes.append(Kind.number.rawValue)
            bytes.append(fixed64: value.isNaN ? Self.notANumber : value.bitPattern)
        case .text(let value):
            bytes.append(Kind.text.rawValue)
            bytes.append(text: value)
        }
    }

    fileprivate init(from reader: inout ByteReader) throws(MalformedBytes) {
        switch try reader.choice(Kind.self) {
        case .null:
            self = .null
        case .integer:
            self = .integer(try reader.signedVarint())
        case .number:
            let bits = try reader.fixed64()
            let value = Double(bitPattern: bits)
            guard !value.isNaN || bits == Self.notANumber else {
                throw MalformedBytes(.number, at: reader.position - 8)
            }
            self = .number(value)
        case .text:
            self = .text(try reader.text())
        }
    }
}
