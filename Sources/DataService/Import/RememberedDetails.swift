internal import Logbook

/// The shapes that details had, by what their records name first: those of one API have few different ones.
struct RememberedDetails: Sendable {
    /// What the detail that was found last is filled with.
    private(set) var values: [DetailShape.Value] = []
    private var groups: [[DetailShape]] = Array(repeating: [], count: Limits.rememberedDetailGroupCount)
    private var foundCount = 0
    private var keptCount = 0

    /// The shape of the detail that goes on in a line; see `DetailShape.read`.
    mutating func shape(
        of line: Span<UInt8>, from start: Int, group: UInt64
    ) -> (shape: DetailShape, end: Int)? {
        let group = Self.place(of: group)
        for place in groups[group].indices {
            let shape = groups[group][place]
            guard let end = shape.read(line, from: start, into: &values) else { continue }
            if place > 0 { groups[group].swapAt(place, place - 1) }
            foundCount &+= 1
            return (shape, end)
        }
        return nil
    }

    /// Whether it is worth while to make shapes: not where hardly any came a second time.
    var wantsMore: Bool {
        keptCount < Limits.rememberedDetailTrialCount + foundCount / 8
    }

    mutating func keep(_ shape: DetailShape, group: UInt64) {
        let group = Self.place(of: group)
        keptCount &+= 1
        if groups[group].count == Limits.rememberedDetailCountPerGroup {
            groups[group].removeLast()
        }
        groups[group].append(shape)
    }

    private static func place(of group: UInt64) -> Int {
        Int(truncatingIfNeeded: group & UInt64(Limits.rememberedDetailGroupCount - 1))
    }
}
