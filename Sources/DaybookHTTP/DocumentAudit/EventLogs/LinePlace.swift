internal import Logbook

/// Where a line stands among the merged streams of an instance, newest first.
///
/// For each stream it has the number of the record that was passed last; one that is still to be begun has a number
/// beyond all. The stream of the line itself is known too: going back, its record is the line, and those of the other
/// streams come before it.
struct LinePlace {
    private var sequences: [Stream: UInt64]
    private var own: Stream?

    /// Before the first line.
    init(streams: [Stream]) {
        sequences = Dictionary(uniqueKeysWithValues: streams.map { ($0, .max) })
    }

    /// `nil` for a text that is of no line of these streams.
    init?(text: String, streams: [Stream]) {
        let parts = text.split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2,
            let cursor = try? SourceCursor(text: parts[0], order: .newestFirst, streams: streams),
            let own = cursor.sequences.keys.first(where: { $0.node == parts[1] })
        else { return nil }
        self.init(streams: streams)
        sequences.merge(cursor.sequences) { $1 }
        self.own = own
    }

    private static let separator: Character = "~"

    var text: String { "\(behind.text)\(Self.separator)\(own?.node ?? "")" }

    /// Where the lines behind this one begin.
    var behind: SourceCursor { SourceCursor(order: .newestFirst, sequences: sequences) }

    /// Where the lines before this one begin, the nearest first.
    var before: SourceCursor {
        var lasts = sequences
        for (stream, sequence) in sequences where stream != own && sequence > 0 {
            lasts[stream] = sequence - 1
        }
        return SourceCursor(order: .oldestFirst, sequences: lasts)
    }

    /// Goes to before these records, of which the oldest comes first.
    mutating func comeBefore(_ records: [SourceRecord]) {
        for record in records {
            sequences[record.stream] = record.stored.sequence + 1
        }
    }

    mutating func pass(_ record: SourceRecord) {
        sequences[record.stream] = record.stored.sequence
        own = record.stream
    }
}
