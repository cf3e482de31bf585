internal import Parquet

/// Keeps the values of the slots of a row group until it is known which of them are terms.
struct SlotRecorder {
    /// Values of one slot of one template.
    private struct Usage {
        var rowCount = 0
        /// The different values, as long as they are few.
        var candidates: [Int32] = []
        var isMany = false

        /// Whether its values are terms.
        var isTerm: Bool { !isMany && rowCount >= 2 * candidates.count }
    }

    private(set) var letters: [UInt8] = []
    /// Of an integer its value, else the number of its text.
    private(set) var payloads: [Int64] = []
    /// The number of the value among the candidates for terms; -1 when it is none.
    private(set) var candidates: [Int32] = []
    private(set) var texts = ByteArrays()
    /// How many slots each row has.
    private(set) var slotCounts: [UInt8] = []
    private var interner = ByteInterner()
    /// For each template the place of its first slot among the usages.
    private var usageStarts: [Int32] = []
    private var usages: [Usage] = []

    /// More different values than this are no terms.
    private static let termLimit = 64

    /// Texts that may be terms.
    var candidateTexts: ByteArrays { interner.values }

    mutating func append(_ values: [SlotValue], template: Int, bytes: [UInt8], composed: [UInt8]) {
        while usageStarts.count <= template {
            usageStarts.append(-1)
        }
        if usageStarts[template] < 0 {
            usageStarts[template] = Int32(usages.count)
            usages.append(contentsOf: repeatElement(Usage(), count: values.count))
        }
        let start = Int(usageStarts[template])
        slotCounts.append(UInt8(values.count))
        for (slot, value) in values.enumerated() {
            if value.isComposed {
                append(value, composed.rawSpan.extracting(value.range), usage: start + slot)
            } else {
                append(value, bytes.rawSpan.extracting(value.range), usage: start + slot)
            }
        }
    }

    private mutating func append(_ value: SlotValue, _ text: RawSpan, usage: Int) {
        letters.append(value.letter)
        if SlotClass.plain(value.letter) == SlotClass.integer {
            payloads.append(value.integer)
        } else {
            payloads.append(Int64(texts.count))
            texts.append(text)
        }
        candidates.append(note(text, usage: usage))
    }

    private mutating func note(_ text: RawSpan, usage index: Int) -> Int32 {
        usages[index].rowCount += 1
        guard !usages[index].isMany else { return -1 }
        guard text.byteCount <= Limits.termByteCount else {
            usages[index].isMany = true
            return -1
        }
        let candidate = Int32(interner.number(of: text))
        if !usages[index].candidates.contains(candidate) {
            usages[index].candidates.append(candidate)
            let count = usages[index].candidates.count
            usages[index].isMany = count > min(Self.termLimit, 24 + usages[index].rowCount / 8)
        }
        return candidate
    }

    /// For each candidate whether it is a term of some slot.
    func termFlags() -> [Bool] {
        var flags = [Bool](repeating: false, count: interner.count)
        for usage in usages where usage.isTerm {
            for candidate in usage.candidates {
                flags[Int(candidate)] = true
            }
        }
        return flags
    }

    /// For each slot of a template whether its values are terms.
    func isTerm(template: Int, slot: Int) -> Bool {
        usages[Int(usageStarts[template]) + slot].isTerm
    }
}
