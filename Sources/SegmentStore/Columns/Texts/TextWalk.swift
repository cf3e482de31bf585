internal import Logbook
internal import Parquet

/// What is fixed and what varies in the binary form of a text, found in one walk over its bytes without decoding it.
///
/// The fixed bytes make the *shape*; between each two of its segments stands a value.
struct TextWalk {
    /// A value between two segments.
    struct Value {
        enum Origin {
            /// Of a parameter: shown on one line.
            case parameter
            /// A part of a text that was taken apart.
            case token
            case null
            case integer
            case number
            case text
        }

        var origin: Origin
        /// Where the text is; of an integer or number nothing.
        var range: Range<Int>
        /// The value of an integer, the bits of a number.
        var number: Int64 = 0
    }

    private(set) var segments: [Range<Int>] = []
    private(set) var values: [Value] = []
    private(set) var hash: UInt64 = 0
    /// The values that are tokens of one text: a body, or all of a text; empty with a text that has none.
    private(set) var tokens: Range<Int>?
    private var tokenRanges: [Range<Int>] = []

    /// How many values come before those of the statement.
    private(set) var sharableCount = 0
    /// What `estimatedTextByteCount` of a detail is, or the bytes of a text.
    private(set) var textByteCount = 0

    /// Walks over the `detail` of an access record.
    ///
    /// - Parameter takesApart: whether bodies and foreign texts are taken apart.
    mutating func walkDetail(
        _ reader: inout ByteReader, of bytes: [UInt8], takesApart: Bool
    ) throws(MalformedBytes) {
        reset()
        let start = reader.position
        guard try reader.byte() == 1 else {
            cut(start..<reader.position, of: bytes)
            try walkText(&reader, of: bytes, takesApart: takesApart)
            return
        }
        for _ in 0..<(try reader.varint()) {
            _ = try reader.byte()
            if try reader.byte() == 1 {
                try Self.skipText(&reader)
            }
        }
        var fixedStart = start
        for _ in 0..<3 {
            for _ in 0..<(try reader.varint()) {
                let name = try Self.text(&reader)
                cut(fixedStart..<reader.position, of: bytes)
                let value = try Self.text(&reader)
                values.append(Value(origin: .parameter, range: value))
                textByteCount += name.count + value.count + AccessDetail.Pair.fixedTextByteCount
                fixedStart = reader.position
            }
        }
        let bodyStart = reader.position
        let body = try Self.text(&reader)
        textByteCount += AccessDetail.fixedTextByteCount + body.count
        if !body.isEmpty {
            cut(fixedStart..<bodyStart, of: bytes)
            apply(body, of: bytes, takesApart: takesApart)
            fixedStart = reader.position
        }
        sharableCount = values.count
        if try reader.byte() == 1 {
            try walkStatement(&reader, of: bytes, fixedStart: &fixedStart)
        }
        cut(fixedStart..<reader.position, of: bytes)
    }

    /// Walks over a text behind its length.
    mutating func walkText(
        _ reader: inout ByteReader, of bytes: [UInt8], takesApart: Bool
    ) throws(MalformedBytes) {
        let text = try Self.text(&reader)
        textByteCount = text.count
        apply(text, of: bytes, takesApart: takesApart)
        sharableCount = values.count
    }

    mutating func reset() {
        segments.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        tokens = nil
        hash = 0
        textByteCount = 0
    }

    private mutating func walkStatement(
        _ reader: inout ByteReader, of bytes: [UInt8], fixedStart: inout Int
    ) throws(MalformedBytes) {
        let count = try reader.varint()
        for _ in 0..<count {
            cut(fixedStart..<reader.position, of: bytes)
            var end = reader.position
            guard let value = Self.statementValue(bytes.rawSpan.extracting(0..<reader.end), at: &end) else {
                throw MalformedBytes(.choice, at: reader.position)
            }
            values.append(value)
            _ = try reader.skip(byteCount: end - reader.position)
            fixedStart = reader.position
        }
        textByteCount += AccessDetail.Statement.valueTextByteCount * Int(count)
        for _ in 0...count {
            textByteCount += try Self.text(&reader).count
        }
    }

    /// The value of a statement that begins at a position, which moves behind it; `nil` when it is malformed.
    @inline(__always)
    static func statementValue(_ record: RawSpan, at position: inout Int) -> Value? {
        guard position < record.byteCount else { return nil }
        let kind = record.byte(at: position)
        let start = position &+ 1
        var value = Value(origin: .null, range: start..<start)
        position = start
        switch kind {
        case 0: break
        case 1:
            guard let (folded, end) = record.varint(at: start) else { return nil }
            value.origin = .integer
            value.number = Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
            position = end
        case 2:
            guard record.byteCount &- start >= 8 else { return nil }
            value.origin = .number
            value.number = record.load(at: start, as: Int64.self)
            position = start &+ 8
        case 3:
            guard let text = record.text(at: start) else { return nil }
            value.origin = .text
            value.range = text
            position = text.upperBound
        default: return nil
        }
        return value
    }

    /// Takes a text apart into segments and tokens; one that does not come apart is one token.
    private mutating func apply(_ text: Range<Int>, of bytes: [UInt8], takesApart: Bool) {
        tokenRanges.removeAll(keepingCapacity: true)
        if !takesApart || !TextTokenizer.appendTokens(of: bytes, in: text, to: &tokenRanges) {
            tokenRanges.append(text)
        }
        let first = values.count
        var start = text.lowerBound
        for token in tokenRanges {
            cut(start..<token.lowerBound, of: bytes)
            values.append(Value(origin: .token, range: token))
            start = token.upperBound
        }
        cut(start..<text.upperBound, of: bytes)
        tokens = first..<values.count
    }

    private mutating func cut(_ segment: Range<Int>, of bytes: [UInt8]) {
        segments.append(segment)
        let part = XXHash64.hash(bytes.rawSpan.extracting(segment))
        hash = (hash << 5 | hash >> 59) ^ part &* 0x9E37_79B1_85EB_CA87
    }

    private static func text(_ reader: inout ByteReader) throws(MalformedBytes) -> Range<Int> {
        try reader.skip(byteCount: try reader.length())
    }

    private static func skipText(_ reader: inout ByteReader) throws(MalformedBytes) {
        _ = try text(&reader)
    }
}
