internal import Logbook
internal import Parquet

/// What a segment file says of itself beside its columns, as key-values of its footer.
struct SegmentMetadata: Hashable, Sendable {
    var stream: Stream
    var closedMilliseconds: Int64
    /// What the row groups hold, in their order; one at least.
    var blocks: [RecordExtent]
    /// The root of the tree over its records.
    var root: Fingerprint

    /// Stands in each file for the program that wrote it.
    static let daybookVersion = "0.1.0"
    /// Of the columns and of these key-values; files of another are refused.
    static let formatVersion = "1"

    /// The names of the key-values.
    enum Key {
        static let format = "daybook.format"
        static let version = "daybook.version"
        static let kind = "daybook.kind"
        static let project = "daybook.project"
        static let source = "daybook.source"
        static let node = "daybook.node"
        static let closed = "daybook.closed_milliseconds"
        static let blocks = "daybook.blocks"
        static let root = "daybook.root"
    }

    /// All records of the file.
    var extent: RecordExtent {
        var extent = blocks[0]
        for block in blocks.dropFirst() {
            extent.extend(by: block)
        }
        return extent
    }

    var keyValues: [KeyValue] {
        [
            KeyValue(Key.format, Self.formatVersion), KeyValue(Key.version, Self.daybookVersion),
            KeyValue(Key.kind, "\(stream.kind)"), KeyValue(Key.project, stream.project),
            KeyValue(Key.source, stream.source), KeyValue(Key.node, stream.node),
            KeyValue(Key.closed, String(closedMilliseconds)),
            KeyValue(Key.blocks, blocks.map(\.keyText).joined(separator: ";")),
            KeyValue(Key.root, root.description),
        ]
    }

    /// Reads what `keyValues` says.
    ///
    /// - Returns: `nil` when something is missing or contradicts itself.
    init?(value: (String) -> String?) {
        guard value(Key.format) == Self.formatVersion, let kind = value(Key.kind), let project = value(Key.project),
            let source = value(Key.source), let node = value(Key.node),
            let closedMilliseconds = value(Key.closed).flatMap({ Int64($0) }), let blocks = value(Key.blocks),
            let root = value(Key.root).flatMap({ [UInt8](hexadecimal: $0) }).flatMap({ Fingerprint($0) })
        else { return nil }
        self.root = root
        switch kind {
        case "\(Stream.Kind.access)" where node.isEmpty: stream = .access(project: project, cluster: source)
        case "\(Stream.Kind.audit)": stream = .audit(project: project, instance: source, node: node)
        default: return nil
        }
        self.closedMilliseconds = closedMilliseconds
        self.blocks = []
        var next: UInt64?
        for text in blocks.split(separator: ";") {
            guard let block = RecordExtent(keyText: text), block.firstSequence == next ?? block.firstSequence else {
                return nil
            }
            self.blocks.append(block)
            next = block.lastSequence + 1
        }
        guard next != nil else { return nil }
    }

    init(stream: Stream, closedMilliseconds: Int64, blocks: [RecordExtent], root: Fingerprint) {
        precondition(!blocks.isEmpty, "a segment has at least one record")
        self.stream = stream
        self.closedMilliseconds = closedMilliseconds
        self.blocks = blocks
        self.root = root
    }
}

extension RecordExtent {
    /// First sequence number, count, earliest and latest microsecond, bytes of text.
    fileprivate var keyText: String {
        "\(firstSequence),\(count),\(times.lowerBound.microseconds),\(times.upperBound.microseconds),\(textByteCount)"
    }

    fileprivate init?(keyText: Substring) {
        let parts = keyText.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 5, let firstSequence = UInt64(parts[0]), let count = Int(parts[1]),
            let earliest = Int64(parts[2]), let latest = Int64(parts[3]), let textByteCount = Int(parts[4]),
            firstSequence > 0, count > 0, earliest <= latest, textByteCount >= 0,
            !firstSequence.addingReportingOverflow(UInt64(count)).overflow
        else { return nil }
        self.init(
            firstSequence: firstSequence, count: count,
            times: Timestamp(microseconds: earliest)...Timestamp(microseconds: latest), textByteCount: textByteCount)
    }
}

extension [UInt8] {
    /// Two lower case digits a byte; `nil` for anything else.
    init?(hexadecimal text: String) {
        var digits: [UInt8] = []
        for character in text.utf8 {
            switch character {
            case 0x30...0x39: digits.append(character - 0x30)
            case 0x61...0x66: digits.append(character - 0x61 + 10)
            default: return nil
            }
        }
        guard digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
