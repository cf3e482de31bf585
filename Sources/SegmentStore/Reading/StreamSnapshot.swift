internal import Logbook

/// One moment of a stream. Sealing and pruning that happen later do not change what it reads.
struct StreamSnapshot: Sendable {
    let segments: [SegmentHandle]
    let chunks: [[MemoryTable.Entry]]
    let visibleThrough: UInt64

    init(_ stream: StreamState) {
        self.segments = stream.segments
        self.chunks = stream.table.chunks
        self.visibleThrough = stream.table.visibleThrough
    }

    /// Something that holds consecutive records: a run in memory, a segment, or a block of one.
    typealias Visit = (RecordExtent, _ load: () throws -> RecordRun, _ place: String) throws -> Bool

    /// Walks over the records in pieces, until a visit returns `false`.
    ///
    /// - Parameters:
    ///   - isWanted: whether it is worth while to open a segment with this extent; asked before its file is opened.
    ///   - visit: gets the extent and a way to load the records.
    func walk(
        _ order: LogQuery.Order, isWanted: (RecordExtent) -> Bool, visit: Visit
    ) throws {
        switch order {
        case .oldestFirst:
            for handle in segments where isWanted(handle.segment.extent) {
                let reader = try handle.read()
                for (block, extent) in reader.blocks.enumerated() where isWanted(extent) {
                    guard try visit(extent, { try reader.run(of: block) }, handle.path) else { return }
                }
            }
            for entry in chunks.lazy.joined() where isVisible(entry) && isWanted(entry.run.extent) {
                guard try visit(entry.run.extent, { entry.run }, "memory") else { return }
            }
        case .newestFirst:
            for chunk in chunks.reversed() {
                for entry in chunk.reversed() where isVisible(entry) && isWanted(entry.run.extent) {
                    guard try visit(entry.run.extent, { entry.run }, "memory") else { return }
                }
            }
            for handle in segments.reversed() where isWanted(handle.segment.extent) {
                let reader = try handle.read()
                for (block, extent) in reader.blocks.enumerated().reversed() where isWanted(extent) {
                    guard try visit(extent, { try reader.run(of: block) }, handle.path) else { return }
                }
            }
        }
    }

    private func isVisible(_ entry: MemoryTable.Entry) -> Bool {
        entry.run.extent.lastSequence <= visibleThrough
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
