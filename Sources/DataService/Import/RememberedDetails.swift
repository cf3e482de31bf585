internal import Logbook

/// The shapes that details had, by what their records name first: those of one API have few different ones.
struct RememberedDetails: Sendable {
    /// What the detail that was found last is filled with.
    private(set) var values: [DetailShape.Value] = []
    private(set) var shapes: [DetailShape] = []
    /// Numbers of shapes, counted from 1, those found more often first.
    private var groups = Array(repeating: SIMD4<UInt16>.zero, count: Limits.rememberedDetailGroupCount)
    private var foundCount = 0
    private var keptCount = 0

    /// Finds the shape of the detail that goes on in a line; see `DetailShape.read`.
    ///
    /// - Returns: its number among the shapes.
    mutating func shape(
        of line: Span<UInt8>, from start: Int, group: UInt64
    ) -> (shape: Int, end: Int)? {
        let group = Self.place(of: group)
        let numbers = groups[group]
        for place in 0..<numbers.scalarCount where numbers[place] > 0 {
            let shape = Int(numbers[place]) - 1
            guard let end = shapes.span[shape].read(line, from: start, into: &values) else { continue }
            if place > 0 {
                groups[group][place] = numbers[place - 1]
                groups[group][place - 1] = numbers[place]
            }
            foundCount &+= 1
            return (shape, end)
        }
        return nil
    }

    /// Writes the detail that was found last; see `DetailShape.write`.
    ///
    /// - Parameter shape: the number of its shape.
    func write(_ shape: Int, of line: Span<UInt8>, into writer: inout ByteWriter) -> Int {
        shapes.span[shape].write(values.span, of: line, into: &writer)
    }

    /// Whether it is worth while to make shapes: not where hardly any came a second time.
    var wantsMore: Bool {
        keptCount < Limits.rememberedDetailTrialCount + foundCount / 8
    }

    /// Keeps a shape, in a full group in the place of its last one.
    mutating func keep(_ shape: DetailShape, group: UInt64) {
        let group = Self.place(of: group)
        keptCount &+= 1
        let numbers = groups[group]
        for place in 0..<numbers.scalarCount where numbers[place] == 0 {
            shapes.append(shape)
            groups[group][place] = UInt16(shapes.count)
            return
        }
        shapes[Int(numbers[numbers.scalarCount - 1]) - 1] = shape
    }

    private static func place(of group: UInt64) -> Int {
        Int(truncatingIfNeeded: group & UInt64(Limits.rememberedDetailGroupCount - 1))
    }
}
