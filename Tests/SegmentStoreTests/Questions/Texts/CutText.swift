import DaybookTesting

@testable import SegmentStore

/// A text cut at random into fixed pieces and values.
struct CutText {
    private var template = ""
    private var slots = ""
    private var values: [String] = []
    private var integers: [Int64] = []
    private var hex: [[UInt8]] = []
    private var terms: [String] = []
    private var texts: [String] = []

    init(_ text: String, using generator: inout SeededGenerator) {
        let scalars = Array(text.unicodeScalars)
        var position = 0
        while position < scalars.count {
            let end = Self.end(scalars, position, using: &generator)
            var run = String(String.UnicodeScalarView(scalars[position..<end]))
            position = end
            guard generator.chance(0.4) else {
                template += run
                continue
            }
            let quoted = run.utf8.count >= 2 && run.utf8.first == 0x27 && run.utf8.last == 0x27
            if quoted { run = String(String.UnicodeScalarView(run.unicodeScalars.dropFirst().dropLast())) }
            let known = quoted ? nil : values.firstIndex { Array($0.utf8) == Array(run.utf8) }
            if let known, generator.chance(0.7) {
                template += Self.placeholder(known)
            } else {
                template += Self.placeholder(values.count)
                values.append(quoted ? "'\(run)'" : run)
                add(run, isQuoted: quoted, using: &generator)
            }
        }
        guard generator.chance(0.3) else { return }
        // A slot that the text does not show.
        template += "\u{3}x"
        if generator.chance(0.5) {
            template += Self.placeholder(values.count)
            add(["hidden", "77", "a"].randomElement(using: &generator) ?? "", isQuoted: false, using: &generator)
        }
    }

    private static func placeholder(_ slot: Int) -> String { "\u{1}\(slot)\u{2}" }

    /// Where a run that begins here ends: a number, a word or something in quotes as a whole, or anywhere.
    private static func end(
        _ scalars: [Unicode.Scalar], _ start: Int, using generator: inout SeededGenerator
    ) -> Int {
        if generator.chance(0.3) { return min(scalars.count, start + Int.random(in: 1...40, using: &generator)) }
        if scalars[start] == "'", let close = scalars[(start + 1)...].firstIndex(of: "'") { return close + 1 }
        let isAlike: (Unicode.Scalar) -> Bool = {
            $0.properties.isAlphabetic == scalars[start].properties.isAlphabetic && $0 != "'"
        }
        let isDigit: (Unicode.Scalar) -> Bool = { (0x30...0x39).contains($0.value) }
        let belongs = isDigit(scalars[start]) ? isDigit : isAlike
        return scalars[(start + 1)...].firstIndex { !belongs($0) } ?? scalars.count
    }

    private mutating func add(_ value: String, isQuoted: Bool, using generator: inout SeededGenerator) {
        let digits = Array(value.utf8)
        let isHex =
            digits.count >= 8 && digits.count % 2 == 0
            && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        let letter: Character
        if let integer = Int64(value), String(integer) == value, generator.chance(0.7) {
            integers.append(integer)
            letter = "i"
        } else if isHex, let bytes = [UInt8](hexadecimal: value), generator.chance(0.8) {
            hex.append(bytes)
            letter = "h"
        } else if generator.chance(0.5) {
            terms.append(value)
            letter = "w"
        } else {
            texts.append(value)
            letter = "t"
        }
        slots += isQuoted ? letter.uppercased() : String(letter)
    }

    func fill(_ cells: inout [WrittenColumns.Cell], _ place: TextColumns) {
        cells[place.template] = .text(template)
        cells[place.slots] = .text(slots)
        cells[place.integers] = .integers(integers)
        cells[place.hex] = .bytes(hex)
        cells[place.terms] = .texts(terms)
        cells[place.texts] = .texts(texts)
    }
}
