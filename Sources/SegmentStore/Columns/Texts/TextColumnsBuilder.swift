internal import Parquet

/// The columns of a text for one row group.
struct TextBatches {
    var template: ColumnBatch
    var slots: ColumnBatch
    var integers: ColumnBatch
    var hex: ColumnBatch
    var terms: ColumnBatch
    var texts: ColumnBatch
    /// Further keys for the bloom filter of the texts.
    var textKeys: [BloomKey]

    /// In the order of the columns.
    var all: [ColumnBatch] { [template, slots, integers, hex, terms, texts] }

    /// Puts the recorded rows into columns.
    ///
    /// - Parameter isPresent: for each row of the row group whether it has a text.
    init(_ shredder: TextShredder, isPresent: [Bool]) {
        var builder = TextColumnsBuilder(shredder.slots)
        for template in shredder.rowTemplates {
            builder.appendRow(of: shredder.slots, template: Int(template))
        }
        let levels = isPresent.contains(false) ? isPresent.map { $0 ? UInt8(1) : 0 } : nil
        template = ColumnBatch(
            .byteArray(shredder.templates), indices: shredder.rowTemplates, definitionLevels: levels)
        slots = ColumnBatch(
            .byteArray(builder.slotStrings.values), indices: builder.slotIndices, definitionLevels: levels)
        func lists(of letter: UInt8) -> ListLevels {
            ListLevels(counts: builder.valueCounts(of: letter, isPresent: isPresent))
        }
        integers = lists(of: SlotClass.integer).batch(.int64(builder.integerValues))
        hex = lists(of: SlotClass.hex).batch(.byteArray(builder.hexValues))
        terms = lists(of: SlotClass.term).batch(.byteArray(builder.termTexts), indices: builder.termIndices)
        texts = lists(of: SlotClass.text).batch(.byteArray(builder.textValues))
        textKeys = builder.wordKeys
    }
}

/// The levels of a list column, whose lists and elements are never null.
struct ListLevels {
    private(set) var definition: [UInt8] = []
    private(set) var repetition: [UInt8] = []

    init() {}

    /// The levels of lists that have so many elements.
    init(counts: [UInt8]) {
        let levelCount = counts.reduce(0) { $0 + max(1, Int($1)) }
        definition.append(addingCapacity: levelCount) { output in
            for count in counts {
                for _ in 0..<max(1, count) { output.append(count > 0 ? 1 : 0) }
            }
        }
        repetition.append(addingCapacity: levelCount) { output in
            for count in counts {
                output.append(0)
                for _ in 1..<max(1, count) { output.append(1) }
            }
        }
    }

    mutating func append(count: Int) {
        guard count > 0 else {
            definition.append(0)
            repetition.append(0)
            return
        }
        definition.append(1)
        repetition.append(0)
        for _ in 1..<count {
            definition.append(1)
            repetition.append(1)
        }
    }

    func batch(_ values: ColumnValues, indices: [UInt32]? = nil) -> ColumnBatch {
        ColumnBatch(values, indices: indices, definitionLevels: definition, repetitionLevels: repetition)
    }
}

/// Decides for each value in which column it goes.
struct TextColumnsBuilder {
    private let isTermCandidate: [Bool]
    /// For each slot of each template whether its values are terms.
    private let isTermUsage: [Bool]
    private var termNumbers: [Int32]
    /// What comes next of what was recorded.
    private var row = 0
    private var slot = 0
    private var integer = 0
    private var text = 0

    private(set) var slotStrings = ByteInterner()
    private(set) var slotIndices: [UInt32] = []
    private(set) var integerValues: [Int64] = []
    private(set) var hexValues = ByteArrays()
    private(set) var termTexts = ByteArrays()
    private(set) var termIndices: [UInt32] = []
    private(set) var textValues = ByteArrays()
    private(set) var wordKeys: [BloomKey] = []
    /// The letters of the row.
    private var string = RefilledList<UInt8>()
    /// The number of the letters that a template's last row had; -1 for none yet.
    private var expectedStrings: [Int32] = []

    init(_ slots: SlotRecorder) {
        isTermCandidate = slots.termFlags()
        isTermUsage = slots.usageTermFlags()
        termNumbers = [Int32](repeating: -1, count: isTermCandidate.count)
    }

    /// The next row of those that were recorded.
    mutating func appendRow(of slots: SlotRecorder, template: Int) {
        string.removeAll()
        let usage = slots.firstUsage(template: template)
        let rowSlots = slot..<slot + Int(slots.slotCounts[row])
        for slot in rowSlots {
            let isTerm = isTermUsage[usage + slot - rowSlots.lowerBound]
            string.append(append(slots.slots[slot], of: slots, isTerm: isTerm))
        }
        slot = rowSlots.upperBound
        row += 1
        slotIndices.append(UInt32(stringNumber(template: template)))
    }

    /// How many values of a class each row has: its letters tell.
    ///
    /// - Parameter isPresent: for each row of the row group whether it has a text.
    func valueCounts(of letter: UInt8, isPresent: [Bool]) -> [UInt8] {
        let counts = (0..<slotStrings.count).map { number in
            let letters = slotStrings.values[number]
            return UInt8(letters.byteOffsets.count { SlotClass.plain(letters.byte(at: $0)) == letter })
        }
        var present = slotIndices[...]
        return isPresent.map { $0 ? present.popFirst().map { counts[Int($0)] } ?? 0 : 0 }
    }

    /// The number of the row's letters; most rows of a template have the same ones.
    private mutating func stringNumber(template: Int) -> Int {
        while expectedStrings.count <= template { expectedStrings.append(-1) }
        let expected = Int(expectedStrings[template])
        if expected >= 0, string.withBytes({ slotStrings.values[expected].equals($0) }) {
            return expected
        }
        let string = string
        let number = string.withBytes { slotStrings.number(of: $0) }
        expectedStrings[template] = Int32(number)
        return number
    }

    /// - Returns: the letter of the slot.
    @inline(__always)
    private mutating func append(_ slot: SlotRecorder.Slot, of slots: SlotRecorder, isTerm: Bool) -> UInt8 {
        let candidate = Int(slot.candidate)
        let plain = SlotClass.plain(slot.letter)
        // A text that is a term elsewhere costs less as a term.
        if candidate >= 0, isTerm || plain == SlotClass.text && isTermCandidate[candidate] {
            appendTerm(candidate, of: slots)
            return SlotClass.term & (slot.letter | ~SlotClass.quotedBit)
        }
        if candidate >= 0 {
            append(candidate: slots.candidateTexts[candidate], plain)
        } else if plain == SlotClass.integer {
            integerValues.append(slots.integers[integer])
            integer += 1
        } else {
            append(slots.texts[text], plain)
            text += 1
        }
        return slot.letter
    }

    /// A candidate that has not become a term.
    private mutating func append(candidate text: RawSpan, _ plain: UInt8) {
        if plain == SlotClass.integer, let value = SlotValue.integer(text) {
            integerValues.append(value)
        } else {
            append(text, plain)
        }
    }

    private mutating func append(_ text: RawSpan, _ plain: UInt8) {
        if plain == SlotClass.hex {
            hexValues.append(byteCount: text.byteCount / 2) { text.gatherHexadecimal(into: &$0) }
        } else {
            textValues.append(text)
            TextWords.forEach(in: text) { wordKeys.append(BloomKey($0)) }
        }
    }

    @inline(__always)
    private mutating func appendTerm(_ candidate: Int, of slots: SlotRecorder) {
        if termNumbers[candidate] < 0 {
            termNumbers[candidate] = Int32(termTexts.count)
            termTexts.append(slots.candidateTexts[candidate])
        }
        termIndices.append(UInt32(termNumbers[candidate]))
    }
}
