extension AccessDetail {
    func encode(into bytes: inout [UInt8]) {
        bytes.append(list: verification) { step, bytes in
            bytes.append(step.check.rawValue)
            bytes.append(optionalText: step.failureCode)
        }
        for pairs in [parameters.path, parameters.header, parameters.query] {
            bytes.append(list: pairs) { pair, bytes in
                bytes.append(text: pair.name)
                bytes.append(text: pair.value)
            }
        }
        bytes.append(text: parameters.body)
        bytes.append(optional: statement) { $0.encode(into: &$1) }
        bytes.append(signedVarint: durations.verifyMicroseconds)
        bytes.append(signedVarint: durations.sourceMicroseconds)
        bytes.append(signedVarint: durations.serializeMicroseconds)
    }

    init(from reader: inout ByteReader) throws(MalformedBytes) {
        let verification = try reader.list { (reader) throws(MalformedBytes) in
            VerificationStep(
                check: try reader.choice(VerificationStep.Check.self), failureCode: try reader.optionalText())
        }
        let parameters = Parameters(
            path: try Pair.list(from: &reader), header: try Pair.list(from: &reader),
            query: try Pair.list(from: &reader), body: try reader.text())
        self.init(
            verification: verification,
            parameters: parameters,
            statement: try reader.optional { (reader) throws(MalformedBytes) in try Statement(from: &reader) },
            durations: Durations(
                verifyMicroseconds: try reader.signedVarint(),
                sourceMicroseconds: try reader.signedVarint(),
                serializeMicroseconds: try reader.signedVarint())
        )
    }
}

extension AccessDetail.Pair {
    fileprivate static func list(from reader: inout ByteReader) throws(MalformedBytes) -> [Self] {
        try reader.list { (reader) throws(MalformedBytes) in
            Self(name: try reader.text(), value: try reader.text())
        }
    }
}

extension AccessDetail.Statement {
    /// The values, then the fragments without a count of their own: they are one more than the values.
    fileprivate func encode(into bytes: inout [UInt8]) {
        bytes.append(list: values) { $0.encode(into: &$1) }
        for fragment in fragments {
            bytes.append(text: fragment)
        }
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
    private enum Kind: UInt8 {
        case null = 0
        case integer = 1
        case number = 2
        case text = 3
    }

    /// Every value that is not a number is written as this one.
    private static let notANumber: UInt64 = 0x7ff8_0000_0000_0000

    fileprivate func encode(into bytes: inout [UInt8]) {
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
