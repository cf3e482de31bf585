internal import Parquet
internal import Logbook

/// The columns of a part of a block, each asked for when it is first needed.
///
/// Belongs to one question on one thread.
final class BlockColumns {
    let segment: OpenSegment
    /// Index of the block in its segment.
    let block: Int
    let part: ColumnPart
    /// The rows of the block that these are.
    let rows: Range<Int>
    /// So few that they are looked through.
    private var integerVectors: [(column: Int, vector: IntegerVector)] = []
    private var textVectors: [(column: Int, vector: TextVector)] = []

    convenience init(_ segment: OpenSegment, block: Int, _ part: ColumnPart) throws {
        self.init(segment, block: block, part, rows: try segment.rows(of: part, block: block))
    }

    /// - Parameter rows: those of the part.
    init(_ segment: OpenSegment, block: Int, _ part: ColumnPart, rows: Range<Int>) {
        self.segment = segment
        self.block = block
        self.part = part
        self.rows = rows
    }

    var rowCount: Int { rows.count }

    /// Whether the footer says that no row of the block has a value.
    func isAbsent(_ column: Int) -> Bool {
        segment.reader.isAbsent(column, block: block)
    }

    /// A column of INT32 or INT64 for who asks for it once.
    func integersOnce(_ column: Int) throws -> IntegerVector {
        try segment.integers(column, block: block, part)
    }

    /// A column of texts for who asks for it once.
    func textsOnce(_ column: Int) throws -> TextVector {
        try segment.texts(column, block: block, part)
    }

    /// A column of INT32 or INT64.
    func integers(_ column: Int) throws -> IntegerVector {
        for known in integerVectors where known.column == column { return known.vector }
        let vector = try segment.integers(column, block: block, part)
        integerVectors.append((column, vector))
        return vector
    }

    /// A column of texts.
    func texts(_ column: Int) throws -> TextVector {
        for known in textVectors where known.column == column { return known.vector }
        let vector = try segment.texts(column, block: block, part)
        textVectors.append((column, vector))
        return vector
    }

    /// The rows of each number of a column; `nil` where that is not known.
    func bitmaps(_ column: Int) throws -> NumberBitmaps? {
        // Single pages are read where few rows matter.
        guard part == .block, !isAbsent(column) else { return nil }
        return try segment.bitmaps(of: column, block: block)
    }

    func integerLists(_ column: Int) throws -> ListVector<[Int64]> {
        try segment.integerLists(column, block: block, part)
    }

    func byteLists(_ column: Int) throws -> ListVector<ByteArrays> {
        try segment.byteLists(column, block: block, part)
    }

    /// The values as codes of the different ones; no value is absent.
    func textLists(_ column: Int) throws -> ListVector<TextVector> {
        try segment.textLists(column, block: block, part)
    }

    /// Where which byte array is in a column of lists; `nil` when nobody asked before.
    ///
    /// - Parameter areTexts: whether words of the values are asked for too.
    func keys(_ column: Int, areTexts: Bool) throws -> ValueKeys? {
        try segment.keys(of: column, block: block, part, areTexts: areTexts)
    }
}

extension SegmentReader {
    var kind: Stream.Kind { metadata.stream.kind }
}
