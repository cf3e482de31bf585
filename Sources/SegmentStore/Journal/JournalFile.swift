/// A journal file that is not written to any more, and up to where it holds records of which streams.
struct JournalFile: Sendable {
    let number: UInt64
    /// Bytes that count; what follows is void.
    var byteCount: Int
    /// The last sequence number of each stream in it, by the stream's position in the state of the store.
    var lastSequences: [Int: UInt64] = [:]

    mutating func note(_ item: JournalItem) {
        if case .records(let entry) = item {
            lastSequences[entry.streamIndex] = entry.run.extent.lastSequence
        }
    }
}

/// Names of the files in the journal's folder.
enum JournalFileName {
    private static let suffix = ".journal"
    private static let spareSuffix = ".spare"
    private static let digitCount = 16

    static func name(_ number: UInt64) -> String {
        padded(number) + suffix
    }

    static func spare(_ number: UInt64) -> String {
        padded(number) + spareSuffix
    }

    /// The number of a journal file; `nil` for a file of another kind.
    static func number(_ name: String) -> UInt64? {
        name.hasSuffix(suffix) ? UInt64(name.dropLast(suffix.count)) : nil
    }

    static func isSpare(_ name: String) -> Bool {
        name.hasSuffix(spareSuffix)
    }

    private static func padded(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, digitCount - digits.count)) + digits
    }
}
