internal import Logbook

/// Where the files of a store are, and how they are named.
///
/// Names are made of numbers only: what a project, source or node is called never becomes a part of a path.
struct StoreFolder: Sendable {
    let path: String
    /// Those of its segment files that were used last.
    var readers = SegmentReaderCache()

    var lock: String { path + "/lock" }
    var manifest: String { path + "/manifest" }
    var journal: String { path + "/journal" }
    var segments: String { path + "/segments" }

    var projects: String { path + "/projects" }

    func projectLog(_ number: UInt32) -> String {
        projects + "/" + ProjectLogName.log(number)
    }

    func checkpoint(_ number: UInt32) -> String {
        projects + "/" + ProjectLogName.checkpoint(number)
    }

    func segment(_ name: SegmentFileName) -> String {
        segments + "/" + name.description
    }
}

/// The name of a segment file: number of the stream, closing time.
struct SegmentFileName: Hashable, Sendable, CustomStringConvertible {
    let number: UInt32
    let closedMilliseconds: Int64

    private static let suffix = ".parquet"

    init(number: UInt32, closedMilliseconds: Int64) {
        self.number = number
        self.closedMilliseconds = closedMilliseconds
    }

    /// `nil` for a file of another kind.
    init?(_ name: String) {
        guard name.hasSuffix(Self.suffix) else { return nil }
        let parts = name.dropLast(Self.suffix.count).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = UInt32(parts[0]), let closedMilliseconds = Int64(parts[1]) else {
            return nil
        }
        self.init(number: number, closedMilliseconds: closedMilliseconds)
        guard description == name else { return nil }
    }

    var description: String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits + "-\(closedMilliseconds)" + Self.suffix
    }
}
