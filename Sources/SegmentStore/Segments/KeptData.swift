internal import Logbook
internal import Parquet

/// Rows of a block whose columns are read in one piece.
enum ColumnPart: Hashable, Sendable {
    case block
    /// The page with this index; its rows are the same in all columns.
    case page(Int)
}

/// What the cache holds.
enum KeptData: Sendable {
    case integers(IntegerVector)
    case texts(TextVector)
    case integerLists(ListVector<[Int64]>)
    case byteLists(ListVector<ByteArrays>)
    case textLists(ListVector<TextVector>)
    /// `nil` where the column has none that all its pages are made of.
    case dictionary(ByteArrays?)
    case templates([TextTemplate]?)
    /// Of each entry of a dictionary of slots; `nil` where one is damaged.
    case layouts([SlotLayout?])
    case wordFates(TemplateFates)
    case values([FieldValue?])
    case pages([PageSummary])
    /// The rows of each page.
    case pageRows([Range<Int>])
    /// `nil` where the column has none.
    case filter(SplitBlockBloomFilter?)
    case keys(ValueKeys)
    /// `nil` where it would not help.
    case numberIndex(NumberIndex?)
    case wordIndex(WordIndex?)
    case bitmaps(NumberBitmaps?)
    /// Was asked for once: what costs more to read whole than to look into is read whole the second time.
    case askedFor

    /// Bytes that it takes, roughly.
    var byteCount: Int {
        switch self {
        case .integers(let vector): vector.byteCount
        case .texts(let vector): vector.byteCount
        case .integerLists(let list): list.values.count * 8 + list.startsByteCount
        case .byteLists(let list): list.values.byteCount + list.startsByteCount
        case .textLists(let list): list.values.byteCount + list.startsByteCount
        case .dictionary(let dictionary): dictionary?.byteCount ?? 0
        case .templates(let templates): templates?.reduce(0) { $0 + $1.byteCount } ?? 0
        case .layouts(let layouts): layouts.reduce(0) { $0 + 40 + ($1?.places.count ?? 0) * 16 }
        case .wordFates(let fates): fates.fates.count
        case .values(let values): values.reduce(0) { $0 + 48 + ($1?.text?.utf8.count ?? 0) }
        case .pages(let pages): pages.count * Limits.cacheEntryByteCount
        case .pageRows(let pages): pages.count * 16
        case .filter(let filter): filter?.byteCount ?? 0
        case .keys(let keys): keys.byteCount
        case .numberIndex(let index): index?.byteCount ?? 0
        case .wordIndex(let index): index?.byteCount ?? 0
        case .bitmaps(let bitmaps): bitmaps?.byteCount ?? 0
        case .askedFor: 0
        }
    }
}

extension IntegerVector {
    fileprivate var byteCount: Int { (values.count + (presence?.words.count ?? 0)) * 8 }
}

extension TextVector {
    /// The dictionary of a block is kept, and counted, by itself.
    fileprivate var byteCount: Int { codes.count * 4 + (isOfDictionary ? 0 : entries.byteCount) }
}

extension ByteArrays {
    fileprivate var byteCount: Int { bytes.count + offsets.count * 4 }
}

extension TextTemplate {
    fileprivate var byteCount: Int {
        pieces.reduce(slots.count * 8) { $0 + $1.count + 32 }
    }
}
