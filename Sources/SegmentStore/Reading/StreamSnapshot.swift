internal import Logbook

/// One moment of a stream. Sealing and pruning that happen later do not change what it reads.
struct StreamSnapshot: Sendable {
    /// Sealed segments, oldest first.
    let segments: [SegmentHandle]
    private let chunks: [[MemoryTable.Entry]]
    private let visibleThrough: UInt64

    init(_ stream: StreamState) {
        self.segments = stream.segments
        self.chunks = stream.table.chunks
        self.visibleThrough = stream.table.visibleThrough
    }

    /// What is in memory, oldest first.
    var runs: [PackedRun] {
        chunks.joined().lazy.map(\.run).filter { $0.extent.lastSequence <= visibleThrough }
    }
}

extension PackedRun {
    /// The records themselves; damage is named with the place.
    func unpacked(in place: String) throws -> RecordRun {
        do {
            return try unpacked()
        } catch {
            throw LogStoreError(.corruption, "records in \(place) cannot be unpacked: \(error)")
        }
    }
}

extension RecordRun {
    /// The ranges of the records; damage is named with the place.
    func ranges(in place: String) throws -> [Range<Int>] {
        do {
            return try ranges()
        } catch {
            throw Self.damage(place, error)
        }
    }

    /// The kind of a record, told without decoding it; `nil` for what is no record.
    func kind(in range: Range<Int>) -> RecordEncoding.Kind? {
        range.count > 1 ? RecordEncoding.Kind(rawValue: bytes[range.lowerBound + 1]) : nil
    }

    /// A record without its longest part.
    func outline(in range: Range<Int>, of place: String) throws -> LogRecord {
        do {
            return try RecordEncoding.outline(bytes, in: range)
        } catch {
            throw Self.damage(place, error)
        }
    }

    func record(in range: Range<Int>, of place: String) throws -> LogRecord {
        do {
            return try RecordEncoding.decode(bytes, in: range)
        } catch {
            throw Self.damage(place, error)
        }
    }

    private static func damage(_ place: String, _ error: MalformedBytes) -> LogStoreError {
        LogStoreError(.corruption, "a record in \(place) cannot be decoded: \(error.reason.rawValue)")
    }
}

extension LogFilter {
    /// Whether a record of the extent may pass.
    func mayMatch(_ extent: RecordExtent) -> Bool {
        guard let time else { return true }
        return extent.times.lowerBound < time.upperBound && extent.times.upperBound >= time.lowerBound
    }

    /// Whether every record of the extent passes for sure.
    func surelyMatches(_ extent: RecordExtent) -> Bool {
        guard conditions.isEmpty else { return false }
        guard let time else { return true }
        return time.contains(extent.times.lowerBound) && time.contains(extent.times.upperBound)
    }
}
