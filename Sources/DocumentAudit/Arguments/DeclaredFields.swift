/// The fields that are declared as sensitive: who lies within one, and who speaks of one.
struct DeclaredFields: Hashable, Sendable {
    /// Each as the names on the way to the field.
    private let paths: [[String]]
    private let spelled: [[[UInt8]]]

    init(_ paths: [[String]]) {
        self.paths = paths
        spelled = paths.map { $0.map { Array($0.utf8) } }
    }

    var isEmpty: Bool { paths.isEmpty }

    /// Whether a value is that of a declared field or of a field below one: `card.number` is on the way to
    /// `customer.card.number.last`.
    func contain(_ names: [String]) -> Bool {
        paths.contains { path in
            names.count >= path.count
                && (0...names.count - path.count).contains { names[$0..<$0 + path.count].elementsEqual(path) }
        }
    }

    /// Whether a text names a declared field, a field below one, or a document that may have one: of `card.number`
    /// do so `$customer.card.number`, `$$this.card`, `card.0.number.last` and `$$ROOT`.
    ///
    /// Operators name fields with a dollar and without one (`$getField`, `localField`), so neither counts.
    func areNamed(by text: ArraySlice<UInt8>) -> Bool {
        let name = text.drop { $0 == UInt8(ascii: "$") }
        if name.startIndex - text.startIndex == 2, Self.wholeDocuments.contains(where: name.elementsEqual) {
            return true
        }
        let parts = name.split(separator: UInt8(ascii: "."), maxSplits: Self.partCountMaximum)
            .filter { !$0.allSatisfy(Self.isDigit) }
        return parts.indices.contains { start in
            spelled.contains { path in
                zip(parts[start...], path).allSatisfy { $0.elementsEqual($1) }
            }
        }
    }

    /// Whether a text is the name of a declared field or of a document around it, and tells nothing beyond that.
    func areSpelled(by text: ArraySlice<UInt8>) -> Bool {
        let name = text.drop { $0 == UInt8(ascii: "$") }
        return Self.wholeDocuments.contains(where: name.elementsEqual)
            || spelled.contains { path in
                path.indices.contains { name.elementsEqual(path[...$0].joined(separator: [UInt8(ascii: ".")])) }
            }
    }

    private static let wholeDocuments = ["ROOT", "CURRENT"].map { Array($0.utf8) }

    /// No server takes a path of as many parts; a text of many dots costs no more than another.
    private static let partCountMaximum = 255

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
