internal import Logbook

/// The shapes that details had, by what their records name first: those of one API have few different ones.
struct RememberedDetails: Sendable {
    /// What the detail that was found last is filled with.
    private(set) var values: [DetailShape.Value] = []
    private var shapes = DetailShapes()
    /// Numbers of shapes, counted from 1, those found more often first.
    private var groups = Array(repeating: SIMD4<UInt16>.zero, count: Limits.rememberedDetailGroupCount)
    private var foundCount = 0
    private var keptCount = 0

    /// Finds the shape of the detail that goes on in a line; see `DetailShapes.read`.
    ///
    /// - Returns: its number among the shapes.
    mutating func shape(
        of line: Span<UInt8>, from start: Int, group: UInt64
    ) -> (shape: Int, end: Int)? {
        let group = Self.place(of: group)
        let numbers = groups[group]
        for place in 0..<numbers.scalarCount where numbers[place] > 0 {
            let shape = Int(numbers[place]) - 1
            guard let end = shapes.read(shape, line, from: start, into: &values) else { continue }
            if place > 0 {
                groups[group][place] = numbers[place - 1]
                groups[group][place - 1] = numbers[place]
            }
            foundCount &+= 1
            return (shape, end)
        }
        return nil
    }

    /// Writes the detail that was found last; see `DetailShapes.write`.
    ///
    /// - Parameter shape: the number of its shape.
    func write(_ shape: Int, of line: Span<UInt8>, into writer: inout ByteWriter) -> Int {
        shapes.write(shape, values.span, of: line, into: &writer)
    }

    /// Whether it is worth while to make shapes: not where hardly any came a second time.
    var wantsMore: Bool {
        keptCount < Limits.rememberedDetailTrialCount + foundCount / 8
    }

    /// Keeps a shape, in a full group in the place of its last one. When all shapes together take too much, they are
    /// forgotten: those that come again are made again.
    mutating func keep(_ shape: DetailShape, group: UInt64) {
        if shapes.count == Limits.rememberedDetailCount || shapes.byteCount > Limits.rememberedDetailsByteCount {
            shapes = DetailShapes()
            for group in groups.indices { groups[group] = .zero }
        }
        let group = Self.place(of: group)
        keptCount &+= 1
        shapes.append(shape)
        let numbers = groups[group]
        let place = numbers.indices.first { numbers[$0] == 0 } ?? numbers.scalarCount - 1
        groups[group][place] = UInt16(shapes.count)
    }

    private static func place(of group: UInt64) -> Int {
        Int(truncatingIfNeeded: group & UInt64(Limits.rememberedDetailGroupCount - 1))
    }
}
