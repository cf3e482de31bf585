internal import Logbook

/// Shapes of details. What they are made of lies one after the other for all of them, so that a detail is compared and
/// written without taking hold of its shape.
struct DetailShapes: Sendable {
    /// Where a shape has its parts.
    private struct Place {
        let fixed: Range<Int>
        let encoded: Range<Int>
        let slots: Range<Int>
        let fixedTextByteCount: Int
    }

    private var places: [Place] = []
    private var fixed: [UInt8] = []
    private var encoded: [UInt8] = []
    /// Their ends are counted from the beginning of all shapes.
    private var slots: [DetailShape.Slot] = []

    var count: Int { places.count }
    var byteCount: Int { fixed.count + encoded.count }

    mutating func append(_ shape: DetailShape) {
        let (fixedStart, encodedStart, slotStart) = (fixed.count, encoded.count, slots.count)
        fixed += shape.fixed
        encoded += shape.encoded
        slots += shape.slots.map {
            DetailShape.Slot(
                kind: $0.kind, fixedEnd: fixedStart + $0.fixedEnd, encodedEnd: encodedStart + $0.encodedEnd)
        }
        places.append(
            Place(
                fixed: fixedStart..<fixed.count, encoded: encodedStart..<encoded.count, slots: slotStart..<slots.count,
                fixedTextByteCount: shape.fixedTextByteCount))
    }

    /// Whether a line goes on at an index, behind the quotation mark that begins the string, with a detail of this
    /// shape.
    ///
    /// - Parameters:
    ///   - line: is UTF-8.
    ///   - values: what is found is put here.
    /// - Returns: the index behind the quotation mark that ends the string; `nil` when it has another shape.
    func read(
        _ shape: Int, _ line: Span<UInt8>, from start: Int, into values: inout [DetailShape.Value]
    ) -> Int? {
        values.removeAll(keepingCapacity: true)
        let place = places.span[shape]
        let fixed = fixed.span
        let slots = slots.span
        var index = start
        var fixedStart = place.fixed.lowerBound
        for number in place.slots {
            let slot = slots[number]
            guard hasBytes(line, at: index, of: fixed.extracting(fixedStart..<slot.fixedEnd)) else { return nil }
            index = index &+ slot.fixedEnd &- fixedStart
            fixedStart = slot.fixedEnd
            switch slot.kind {
            case .line:
                // A delete is none of the bytes that can follow on a value, so that the shape does not fit.
                let end = indexOfSpecialByte(in: line, from: index, to: line.count, isDeleteSpecial: true)
                values.append(.line(index..<end))
                index = end
            case .literal:
                guard index < line.count, let literal = SQLLiteral(in: line, at: index),
                    literal.isNumber || indexOfSpecialByte(in: line, from: index, to: literal.end) == literal.end
                else { return nil }
                values.append(.literal(literal))
                index = literal.end
            }
        }
        let rest = fixed.extracting(fixedStart..<place.fixed.upperBound)
        guard hasBytes(line, at: index, of: rest) else { return nil }
        return index &+ rest.count
    }

    /// Writes a detail of this shape in its binary form.
    ///
    /// - Parameters:
    ///   - values: as they were found in the line.
    /// - Returns: what `AccessRecord.estimatedTextByteCount` counts for the detail.
    func write(
        _ shape: Int, _ values: Span<DetailShape.Value>, of line: Span<UInt8>, into writer: inout ByteWriter
    ) -> Int {
        let place = places.span[shape]
        let encoded = encoded.span
        let slots = slots.span
        var textByteCount = place.fixedTextByteCount
        var start = place.encoded.lowerBound
        for number in values.indices {
            let end = slots[place.slots.lowerBound &+ number].encodedEnd
            writer.append(encoded.extracting(start..<end))
            start = end
            switch values[number] {
            case .line(let range):
                writer.append(text: line.extracting(range))
                textByteCount &+= range.count
            case .literal(let literal):
                literal.encode(from: line, into: &writer)
            }
        }
        writer.append(encoded.extracting(start..<place.encoded.upperBound))
        return textByteCount
    }
}
