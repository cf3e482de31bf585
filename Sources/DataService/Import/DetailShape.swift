internal import Logbook

/// What details have in common that differ only in the values of their parameters and the literals of their statement:
/// all other bytes, as they stand in a line of JSON with its escapes, and the binary form that belongs to them.
///
/// A detail that has this shape needs neither its escapes undone nor its parts looked for. What is written is what
/// `AccessDetailReader` would write: it would see the same bytes up to each value, and a value ends here by the same
/// rule as there. Where the two could differ, as a value has escapes or a control character, the shape does not fit.
struct DetailShape: Sendable {
    enum Kind {
        /// The value of a parameter: the rest of its line.
        case line
        case literal
    }

    /// A value, and where what stands in front of it ends.
    struct Slot {
        let kind: Kind
        let fixedEnd: Int
        let encodedEnd: Int
    }

    /// What a slot is filled with.
    enum Value {
        case line(Range<Int>)
        case literal(SQLLiteral)
    }

    /// Everything but the values, one after the other, up to the quotation mark that ends the string.
    let fixed: [UInt8]
    let encoded: [UInt8]
    let slots: [Slot]
    /// Bytes of the detail as text, as far as they are estimated, without the values of parameters.
    let fixedTextByteCount: Int

    /// The shape of a detail that was just read.
    ///
    /// - Parameters:
    ///   - raw: the string as it stands in its line, the quotation mark that ends it included.
    ///   - text: the same with its escapes undone.
    ///   - written: all bytes of its binary form.
    ///   - textByteCount: what the reader estimated.
    /// - Returns: `nil` for one that is not worth it: with a body, with very many values, or with escapes where only
    ///   undoing them tells what they stand for.
    init?(
        raw: Span<UInt8>, text: Span<UInt8>, places: DetailPlaces, written: [UInt8], textByteCount: Int
    ) {
        guard !places.hasBody, raw.count <= Limits.rememberedDetailByteCountMaximum else { return nil }
        let cuts = Self.cuts(of: text, places)
        guard cuts.count <= Limits.rememberedDetailValueCountMaximum else { return nil }
        var walk = EscapedWalk()
        var fixed: [UInt8] = []
        var encoded: [UInt8] = []
        var slots: [Slot] = []
        var rawEnd = 0
        var encodedEnd = 0
        for cut in cuts {
            guard let start = walk.advance(in: raw, to: cut.source.lowerBound),
                let end = walk.advance(in: raw, to: cut.source.upperBound),
                end - start == cut.source.count
            else { return nil }
            for index in rawEnd..<start { fixed.append(raw[index]) }
            encoded += written[encodedEnd..<cut.output.lowerBound]
            slots.append(Slot(kind: cut.kind, fixedEnd: fixed.count, encodedEnd: encoded.count))
            rawEnd = end
            encodedEnd = cut.output.upperBound
        }
        guard walk.advance(in: raw, to: text.count) == raw.count - 1 else { return nil }
        for index in rawEnd..<raw.count { fixed.append(raw[index]) }
        encoded += written[encodedEnd...]
        self.fixed = fixed
        self.encoded = encoded
        self.slots = slots
        fixedTextByteCount = textByteCount - places.values.reduce(0) { $0 + $1.source.count }
    }

    private struct Cut {
        let kind: Kind
        let source: Range<Int>
        /// Of what was written for the detail.
        let output: Range<Int>
    }

    private static func cuts(of text: Span<UInt8>, _ places: DetailPlaces) -> [Cut] {
        var cuts = places.values.map { part in
            Cut(
                kind: .line, source: part.source,
                output: part.output.lowerBound - places.start..<part.output.upperBound - places.start)
        }
        guard let statement = places.statement else { return cuts }
        let sql = text.extracting(statement.source)
        let literals = StatementReader.literals(in: sql)
        var writer = ByteWriter()
        writer.append(varint: literals.count)
        let output = statement.output.lowerBound - places.start
        for (start, literal) in literals {
            let written = writer.count
            literal.encode(from: sql, into: &writer)
            cuts.append(
                Cut(
                    kind: .literal,
                    source: statement.source.lowerBound + start..<statement.source.lowerBound + literal.end,
                    output: output + written..<output + writer.count))
        }
        return cuts
    }
}

/// Tells where bytes of a text stand in the JSON string of it, from front to back.
private struct EscapedWalk {
    private var rawIndex = 0
    private var textIndex = 0

    /// Where a byte of the text stands; `nil` behind an escape of more than one character, which may stand for several
    /// bytes.
    mutating func advance(in raw: Span<UInt8>, to target: Int) -> Int? {
        while textIndex < target {
            guard rawIndex < raw.count else { return nil }
            if raw[rawIndex] == UInt8(ascii: "\\") {
                guard rawIndex + 1 < raw.count, raw[rawIndex + 1] != UInt8(ascii: "u") else { return nil }
                rawIndex += 1
            }
            rawIndex += 1
            textIndex += 1
        }
        return rawIndex
    }
}
