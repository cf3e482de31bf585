internal import Logbook

/// One change of what the store holds beside its journal.
enum ManifestEntry: Hashable, Sendable {
    /// Gives a stream its number; on a rewrite also says how far the stream was ever sealed.
    case stream(number: UInt32, Stream, sealedThrough: UInt64, lastClosedMilliseconds: Int64)
    /// A segment holds these records now; the journal does not have to any more.
    case added(number: UInt32, closedMilliseconds: Int64, SegmentFacts)
    /// A segment is gone; what it was, when it went and why. Stays in the manifest for ever.
    case deleted(number: UInt32, DeletionFacts)
    /// Journal files below this number are not needed any more.
    case journalStart(UInt64)
    /// The store was closed when the journal ended here.
    case closed(journal: FileEnd)

    private enum Kind: UInt8 {
        case stream = 1
        case added = 2
        case journalStart = 4
        // 3 was a deletion without a record of it.
        case deleted = 5
        case closed = 6
    }

    func encode(into bytes: inout [UInt8]) {
        switch self {
        case .stream(let number, let stream, let sealedThrough, let lastClosedMilliseconds):
            bytes.append(Kind.stream.rawValue)
            bytes.append(varint: number)
            stream.encode(into: &bytes)
            bytes.append(varint: sealedThrough)
            bytes.append(fixed64: UInt64(bitPattern: lastClosedMilliseconds))
        case .added(let number, let closedMilliseconds, let facts):
            bytes.append(Kind.added.rawValue)
            bytes.append(varint: number)
            bytes.append(fixed64: UInt64(bitPattern: closedMilliseconds))
            facts.encode(into: &bytes)
        case .deleted(let number, let facts):
            bytes.append(Kind.deleted.rawValue)
            bytes.append(varint: number)
            facts.encode(into: &bytes)
        case .journalStart(let number):
            bytes.append(Kind.journalStart.rawValue)
            bytes.append(varint: number)
        case .closed(let journal):
            bytes.append(Kind.closed.rawValue)
            journal.encode(into: &bytes)
        }
    }

    init(from reader: inout ByteReader) throws(MalformedBytes) {
        switch try reader.choice(Kind.self) {
        case .stream:
            self = .stream(
                number: try reader.varint32(), try Stream(from: &reader),
                sealedThrough: try reader.varint(),
                lastClosedMilliseconds: Int64(bitPattern: try reader.fixed64()))
        case .added:
            self = .added(
                number: try reader.varint32(),
                closedMilliseconds: Int64(bitPattern: try reader.fixed64()), try SegmentFacts(from: &reader))
        case .deleted:
            self = .deleted(number: try reader.varint32(), try DeletionFacts(from: &reader))
        case .journalStart:
            self = .journalStart(try reader.varint())
        case .closed:
            self = .closed(journal: try FileEnd(from: &reader))
        }
    }
}
