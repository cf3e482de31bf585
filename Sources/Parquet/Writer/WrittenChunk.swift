/// What is known of a column chunk once its pages are written.
struct WrittenChunk {
    var metadata: ColumnMetadata
    var offsetIndex = OffsetIndex(pages: [])
    var columnIndex = ColumnIndex()
    /// For each page; `nil` where it has no value that compares.
    var pageBounds: [PageBounds?] = []
    /// Whether the column index may be written: it must have bounds for each page that has values.
    private(set) var hasColumnIndex = false
    var bloomFilter: SplitBlockBloomFilter?

    init(_ column: Column, _ options: ColumnOptions, offset: Int64) {
        metadata = ColumnMetadata(
            type: column.type, encodings: [], path: column.path, codec: options.compression.codec, valueCount: 0,
            uncompressedByteCount: 0, compressedByteCount: 0, dataPageOffset: offset)
        if column.maximumDefinitionLevel > 0 || column.maximumRepetitionLevel > 0 { metadata.encodings = [.rle] }
    }

    mutating func notePage(_ type: PageType, _ encoding: Encoding) {
        if !metadata.encodings.contains(encoding) { metadata.encodings.append(encoding) }
        if let index = metadata.encodingStatistics.firstIndex(where: { $0.pageType == type && $0.encoding == encoding })
        {
            metadata.encodingStatistics[index].pageCount += 1
        } else {
            metadata.encodingStatistics.append(
                PageEncodingStatistics(pageType: type, encoding: encoding, pageCount: 1))
        }
    }

    /// Draws up the statistics of the chunk from those of its pages.
    mutating func finish(
        _ batch: ColumnBatch, _ column: Column, _ finder: BoundsFinder?, level: ColumnOptions.StatisticsLevel
    ) {
        metadata.valueCount = Int64(batch.levelCount)
        guard level != .none else { return }
        var statistics = Statistics()
        statistics.nullCount = Int64(batch.levelCount - batch.valueCount)
        if column.type == .double { statistics.nanCount = Self.nanCount(batch) }
        if let comparator = finder?.comparator {
            var total: PageBounds?
            for case let bounds? in pageBounds {
                if total == nil { total = bounds } else { total?.formUnion(bounds, comparator) }
            }
            statistics.minimum = total?.minimum
            statistics.maximum = total?.maximum
            statistics.isMinimumExact = total?.isMinimumExact
            statistics.isMaximumExact = total?.isMaximumExact
            if level == .page { finishColumnIndex(comparator) }
        }
        metadata.statistics = statistics
    }

    private mutating func finishColumnIndex(_ comparator: ValueComparator) {
        hasColumnIndex = zip(pageBounds, columnIndex.isNullPage).allSatisfy { $0 != nil || $1 }
        columnIndex.minimums = pageBounds.map { $0?.minimum ?? [] }
        columnIndex.maximums = pageBounds.map { $0?.maximum ?? [] }
        columnIndex.boundaryOrder = boundaryOrder(comparator)
        pageBounds = []
    }

    /// Whether the bounds of the pages that have some all rise, or all fall.
    private func boundaryOrder(_ comparator: ValueComparator) -> ColumnIndex.BoundaryOrder {
        let bounds = pageBounds.compactMap(\.self)
        var (rises, falls) = (true, true)
        for (left, right) in zip(bounds, bounds.dropFirst()) {
            let minimums = comparator.compare(left.minimum.rawSpan, right.minimum.rawSpan)
            let maximums = comparator.compare(left.maximum.rawSpan, right.maximum.rawSpan)
            rises = rises && minimums <= 0 && maximums <= 0
            falls = falls && minimums >= 0 && maximums >= 0
        }
        return rises ? .ascending : falls ? .descending : .unordered
    }

    private static func nanCount(_ batch: ColumnBatch) -> Int64 {
        guard case .double(let values) = batch.values else { return 0 }
        if let indices = batch.indices { return Int64(indices.count { values[Int($0)].isNaN }) }
        return Int64(values.count(where: \.isNaN))
    }
}
