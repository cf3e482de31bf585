internal import Parquet

/// A list that is emptied and filled for each text. What it held before stays where it is until it is written over, so
/// that emptying costs nothing.
struct RefilledList<Element> {
    private var elements: [Element] = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }
    var indices: Range<Int> { 0..<count }

    subscript(index: Int) -> Element {
        @inline(__always)
        get {
            precondition(index < count, "what was there before is gone")
            return elements[index]
        }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count < elements.count {
            elements[count] = element
        } else {
            elements.append(element)
        }
        count &+= 1
    }

    mutating func removeAll() {
        count = 0
    }
}

extension RefilledList<UInt8> {
    /// The bytes, lent.
    func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
        body(elements.rawSpan.extracting(0..<count))
    }
}
