/// The text of a cursor: base64url of
/// - version (1 byte: 1), order (1 byte: 0 newest first, 1 oldest first), kind of the streams (1 byte),
/// - project and source, then the number of streams, then for each its node and sequence number;
///   numbers as LEB128, texts as length and UTF-8,
/// - a check of all bytes before (FNV-1a, 32 bits, little endian).
///
/// The filter is not in it: whoever pages asks the same question again, also when that says `-15m`.
extension SourceCursor {
    private static let version: UInt8 = 1

    /// Opaque; letters, digits, `-` and `_`. All streams must be of one source.
    package var text: String {
        let streams = sequences.keys.sorted()
        var bytes: [UInt8] = [Self.version, order == .newestFirst ? 0 : 1, streams.first?.kind.rawValue ?? 0]
        Self.append(streams.first?.project ?? "", to: &bytes)
        Self.append(streams.first?.source ?? "", to: &bytes)
        Self.append(UInt64(streams.count), to: &bytes)
        for stream in streams {
            Self.append(stream.node, to: &bytes)
            Self.append(sequences[stream] ?? 0, to: &bytes)
        }
        let check = Self.check(bytes[...])
        bytes.append(contentsOf: (0..<4).map { UInt8(truncatingIfNeeded: check >> ($0 * 8)) })
        return Base64URL.text(of: bytes)
    }

    /// - Parameters:
    ///   - order: that of the question that the cursor is used for.
    ///   - streams: those of the question; the cursor must be of the same source.
    /// - Throws: `QueryError` with `badCursor`.
    package init(text: String, order: LogQuery.Order, streams: [Stream]) throws {
        guard text.utf8.count <= QueryLimits.cursorByteCount, let bytes = Base64URL.bytes(of: text), bytes.count > 7
        else { throw Self.damaged }
        let content = bytes.dropLast(4)
        let check = bytes.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard check == Self.check(content) else { throw Self.damaged }
        guard bytes[0] == Self.version else {
            throw QueryError(.badCursor, "the cursor is of another version of daybook; start again without it")
        }
        var reader = CursorReader(bytes: content.dropFirst(3))
        guard let project = reader.text(), let source = reader.text(), let count = reader.number(),
            count <= UInt64(QueryLimits.cursorByteCount)
        else { throw Self.damaged }
        var sequences: [Stream: UInt64] = [:]
        for _ in 0..<count {
            guard let node = reader.text(), let sequence = reader.number(),
                let stream = Self.stream(kind: bytes[2], project: project, source: source, node: node)
            else { throw Self.damaged }
            sequences[stream] = sequence
        }
        guard reader.isAtEnd else { throw Self.damaged }
        guard bytes[1] == (order == .newestFirst ? 0 : 1) else {
            throw QueryError(.badCursor, "the cursor is of a question in the other order")
        }
        let isOfSource = streams.allSatisfy { stream in
            sequences.keys.allSatisfy {
                ($0.kind, $0.project, $0.source) == (stream.kind, stream.project, stream.source)
            }
        }
        guard isOfSource else {
            throw QueryError(.badCursor, "the cursor is of another cluster or instance")
        }
        self.init(order: order, sequences: sequences)
    }

    private static var damaged: QueryError {
        QueryError(.badCursor, "this is no cursor; copy the whole text of the one that the page before gave")
    }

    private static func stream(kind: UInt8, project: String, source: String, node: String) -> Stream? {
        switch Stream.Kind(rawValue: kind) {
        case .access: .access(project: project, cluster: source)
        case .audit: .audit(project: project, instance: source, node: node)
        case nil: nil
        }
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        append(UInt64(text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }

    private static func check(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }
}

/// Takes numbers and texts from the front of a cursor's bytes.
private struct CursorReader {
    private var bytes: ArraySlice<UInt8>

    init(bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func number() -> UInt64? {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            let part = UInt64(byte & 0x7F)
            guard (part << shift) >> shift == part else { return nil }
            number |= part << shift
            if byte < 0x80 {
                return number
            }
        }
        return nil
    }

    mutating func text() -> String? {
        guard let count = number(), count <= UInt64(bytes.count) else { return nil }
        defer { bytes.removeFirst(Int(count)) }
        return String(validating: bytes.prefix(Int(count)), as: UTF8.self)
    }
}
