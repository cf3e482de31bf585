/// When the open records of a stream are enough for a segment.
enum PieceBound {
    /// A piece stays within so many records, unless a single run does not.
    case records(Int)
    /// A piece ends with the run that reaches so many bytes of text.
    case textBytes(Int)

    /// Whether a piece ends here because of the run that would come next.
    func isWhole(_ size: PieceSize, before next: PackedRun) -> Bool {
        switch self {
        case .records(let bound): size.recordCount > 0 && size.recordCount + next.extent.count > bound
        case .textBytes: isReached(by: size)
        }
    }

    /// Whether a piece is enough whatever comes next; enough for so many when a count is given.
    func isReached(by size: PieceSize, times count: Int = 1) -> Bool {
        switch self {
        case .records(let bound): size.recordCount / count >= bound
        case .textBytes(let bound): size.textByteCount / count >= bound
        }
    }
}

/// What the runs of a piece have together.
struct PieceSize {
    var recordCount = 0
    var textByteCount = 0

    mutating func add(_ extent: RecordExtent) {
        recordCount += extent.count
        textByteCount = textByteCount.addingClamped(extent.textByteCount)
    }
}
