package import Logbook

/// One entry of a project's log: something that happened to a segment, in a form that has exactly one encoding.
///
/// Described in `docs/formats/project-log.md`. What an entry says never depends on how a segment's file is written.
package struct ProjectLogEntry: Hashable, Sendable {
    package enum Event: Hashable, Sendable {
        /// The segment was closed; between these times its records lie, and this is the root over them.
        case sealed(times: ClosedRange<Timestamp>, root: Fingerprint)
        case deleted(at: Timestamp, reason: PruneReason)
    }

    package let segment: Segment.ID
    package let sequences: ClosedRange<UInt64>
    package let event: Event

    package static let version: UInt8 = 1

    private enum Kind: UInt8 {
        case sealed = 1
        case deleted = 2
    }

    package init(_ segment: Segment) {
        self.segment = segment.id
        sequences = segment.sequences
        event = .sealed(times: segment.times, root: segment.root)
    }

    package init(_ deletion: Deletion) {
        segment = deletion.segment.id
        sequences = deletion.segment.sequences
        event = .deleted(at: deletion.time, reason: deletion.reason)
    }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(Self.version)
        let kind: Kind =
            switch event {
            case .sealed: .sealed
            case .deleted: .deleted
            }
        bytes.append(kind.rawValue)
        segment.stream.encode(into: &bytes)
        bytes.append(fixed64: UInt64(bitPattern: segment.closedMilliseconds))
        bytes.append(varint: sequences.lowerBound)
        bytes.append(varint: sequences.upperBound - sequences.lowerBound + 1)
        switch event {
        case .sealed(let times, let root):
            bytes.append(fixed64: UInt64(bitPattern: times.lowerBound.microseconds))
            bytes.append(fixed64: UInt64(bitPattern: times.upperBound.microseconds))
            root.encode(into: &bytes)
        case .deleted(let time, let reason):
            bytes.append(fixed64: UInt64(bitPattern: time.microseconds))
            reason.encode(into: &bytes)
        }
    }

    /// Decodes an entry that takes all of the range.
    package init(_ bytes: [UInt8], in range: Range<Int>) throws(MalformedBytes) {
        var reader = ByteReader(bytes, in: range)
        guard try reader.byte() == Self.version else { throw MalformedBytes(.choice, at: range.lowerBound) }
        let kind = try reader.choice(Kind.self)
        let stream = try Stream(from: &reader)
        segment = Segment.ID(stream: stream, closedMilliseconds: Int64(bitPattern: try reader.fixed64()))
        let start = reader.position
        let first = try reader.varint()
        let (next, overflow) = first.addingReportingOverflow(try reader.varint())
        guard first > 0, next > first, !overflow else { throw MalformedBytes(.number, at: start) }
        sequences = first...next - 1
        switch kind {
        case .sealed:
            let start = reader.position
            let earliest = Timestamp(microseconds: Int64(bitPattern: try reader.fixed64()))
            let latest = Timestamp(microseconds: Int64(bitPattern: try reader.fixed64()))
            guard earliest <= latest else { throw MalformedBytes(.number, at: start) }
            event = .sealed(times: earliest...latest, root: try Fingerprint(from: &reader))
        case .deleted:
            let time = Timestamp(microseconds: Int64(bitPattern: try reader.fixed64()))
            event = .deleted(at: time, reason: try PruneReason(from: &reader))
        }
        try reader.finish()
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        encode(into: &bytes)
        return bytes
    }

    /// The hash under which the entry stands in its log's tree.
    package var leaf: Fingerprint { TreeHasher.leaf(bytes) }
}
