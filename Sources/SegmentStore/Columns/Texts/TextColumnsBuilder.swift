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
        var row = 0
        for present in isPresent {
            if present {
                builder.appendRow(template: Int(shredder.rowTemplates[row]))
                row += 1
            } else {
                builder.appendNull()
            }
        }
        let levels = isPresent.contains(false) ? isPresent.map { $0 ? UInt8(1) : 0 } : nil
        template = ColumnBatch(
            .byteArray(shredder.templates), indices: shredder.rowTemplates, definitionLevels: levels)
        slots = ColumnBatch(
            .byteArray(builder.slotStrings.values), indices: builder.slotIndices, definitionLevels: levels)
        integers = builder.integers.batch(.int64(builder.integerValues))
        hex = builder.hex.batch(.byteArray(builder.hexValues))
        terms = builder.terms.batch(.byteArray(builder.termTexts), indices: builder.termIndices)
        texts = builder.texts.batch(.byteArray(builder.textValues))
        textKeys = builder.wordKeys
    }
}

/// The levels of a list column, whose lists and elements are never null.
struct ListLevels {
    private(set) var definition: [UInt8] = []
    private(set) var repetition: [UInt8] = []

    mutating func append(count: Int) {
        guard count > 0 else {
            definition.append(0)
            repetition.append(0)
            return
        }
        for index in 0..<count {
            definition.append(1)
            repetition.append(index == 0 ? 0 : 1)
        }
    }

    func batch(_ values: ColumnValues, indices: [UInt32]? = nil) -> ColumnBatch {
        ColumnBatch(values, indices: indices, definitionLevels: definition, repetitionLevels: repetition)
    }
}

/// Decides for each value in which column it goes.
struct TextColumnsBuilder {
    private let slots: SlotRecorder
    private let isTermCandidate: [Bool]
    private var termNumbers: [Int32]
    private var slot = 0
    private var row = 0

    private(set) var slotStrings = ByteInterner()
    private(set) var slotIndices: [UInt32] = []
    private(set) var integers = ListLevels()
    private(set) var integerValues: [Int64] = []
    private(set) var hex = ListLevels()
    private(set) var hexValues = ByteArrays()
    private(set) var terms = ListLevels()
    private(set) var termTexts = ByteArrays()
    private(set) var termIndices: [UInt32] = []
    private(set) var texts = ListLevels()
    private(set) var textValues = ByteArrays()
    private(set) var wordKeys: [BloomKey] = []
    private var string: [UInt8] = []
    private var hexBytes: [UInt8] = []

    init(_ slots: SlotRecorder) {
        self.slots = slots
        isTermCandidate = slots.termFlags()
        termNumbers = [Int32](repeating: -1, count: isTermCandidate.count)
    }

    /// A row without a text.
    mutating func appendNull() {
        integers.append(count: 0)
        hex.append(count: 0)
        terms.append(count: 0)
        texts.append(count: 0)
    }

    mutating func appendRow(template: Int) {
        let starts = (integerValues.count, hexValues.count, termIndices.count, textValues.count)
        string.removeAll(keepingCapacity: true)
        let slotTexts = slots.texts
        for number in 0..<Int(slots.slotCounts[row]) {
            string.append(appendSlot(of: slotTexts, isTerm: slots.isTerm(template: template, slot: number)))
            slot += 1
        }
        row += 1
        integers.append(count: integerValues.count - starts.0)
        hex.append(count: hexValues.count - starts.1)
        terms.append(count: termIndices.count - starts.2)
        texts.append(count: textValues.count - starts.3)
        let string = string
        slotIndices.append(UInt32(slotStrings.number(of: string.rawSpan)))
    }

    /// - Parameter texts: those of the slots.
    /// - Returns: the letter of the slot.
    private mutating func appendSlot(of texts: ByteArrays, isTerm: Bool) -> UInt8 {
        let letter = slots.letters[slot]
        let candidate = Int(slots.candidates[slot])
        let plain = SlotClass.plain(letter)
        // A text that is a term elsewhere costs less as a term.
        if candidate >= 0, isTerm || plain == SlotClass.text && isTermCandidate[candidate] {
            appendTerm(candidate)
            return SlotClass.term & (letter | ~SlotClass.quotedBit)
        }
        let payload = slots.payloads[slot]
        switch plain {
        case SlotClass.integer: integerValues.append(payload)
        case SlotClass.hex: appendHex(texts[Int(payload)])
        default: appendText(texts[Int(payload)])
        }
        return letter
    }

    private mutating func appendTerm(_ candidate: Int) {
        if termNumbers[candidate] < 0 {
            termNumbers[candidate] = Int32(termTexts.count)
            termTexts.append(slots.candidateTexts[candidate])
        }
        termIndices.append(UInt32(termNumbers[candidate]))
    }

    private mutating func appendHex(_ text: RawSpan) {
        hexBytes.removeAll(keepingCapacity: true)
        for position in stride(from: 0, to: text.byteCount, by: 2) {
            hexBytes.append(Self.digit(text.byte(at: position)) << 4 | Self.digit(text.byte(at: position + 1)))
        }
        let hexBytes = hexBytes
        hexValues.append(hexBytes.rawSpan)
    }

    private mutating func appendText(_ text: RawSpan) {
        textValues.append(text)
        TextWords.forEach(in: text) { wordKeys.append(BloomKey($0)) }
    }

    private static func digit(_ character: UInt8) -> UInt8 {
        character < 0x3A ? character - 0x30 : character - 0x61 + 10
    }
}
