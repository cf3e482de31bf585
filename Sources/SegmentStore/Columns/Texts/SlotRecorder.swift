internal import Parquet

/// Keeps the values of the slots of a row group until it is known which of them are terms.
struct SlotRecorder {
    /// Values of one slot of one template.
    private struct Usage {
        var rowCount = 0
        /// The different values, as long as they are few.
        var candidates: [Int32] = []
        var isMany = false
        /// The one that came last; -1 before the first.
        var last: Int32 = -1

        /// Whether its values are terms.
        var isTerm: Bool { !isMany && rowCount >= 2 * candidates.count }

        /// Takes the value of a further row.
        mutating func note(_ candidate: Int32, limit: Int) {
            rowCount += 1
            guard last != candidate else { return }
            last = candidate
            guard !candidates.contains(candidate) else { return }
            candidates.append(candidate)
            isMany = candidates.count > min(limit, 24 + rowCount / 8)
        }
    }

    /// A value.
    struct Slot {
        /// Of `SlotClass`.
        var letter: UInt8
        /// The number of the value among the candidates for terms; -1 when it is none, and the next of the integers or
        /// of the texts.
        var candidate: Int32
    }

    /// The values of all rows, one after the other.
    private(set) var slots: [Slot] = []
    /// Those that are no candidates, in their order.
    private(set) var integers: [Int64] = []
    private(set) var texts = ByteArrays()
    /// How many slots each row has.
    private(set) var slotCounts: [UInt8] = []
    private var interner = ByteInterner()
    /// For each template the place of its first slot among the usages.
    private var usageStarts: [Int32] = []
    private var usages: [Usage] = []
    /// Integers that were candidates lately, and their numbers, by a hash; -1 where there is none.
    private var recentIntegers = [(value: Int64, candidate: Int32)](repeating: (0, -1), count: 256)

    /// More different values than this are no terms.
    private static let termLimit = 64

    /// Texts that may be terms.
    var candidateTexts: ByteArrays { interner.values }

    mutating func append(_ values: TextValues, template: Int, bytes: [UInt8]) {
        while usageStarts.count <= template {
            usageStarts.append(-1)
        }
        if usageStarts[template] < 0 {
            usageStarts[template] = Int32(usages.count)
            usages.append(contentsOf: repeatElement(Usage(), count: values.values.count))
        }
        let usage = Int(usageStarts[template])
        slotCounts.append(UInt8(values.values.count))
        for index in values.values.indices {
            let value = values.values[index]
            if value.isUnwritten {
                append(unwritten: value, usage: usage + index)
            } else if value.isComposed {
                append(value, values.composed.rawSpan.extracting(value.range), usage: usage + index)
            } else {
                append(value, bytes.rawSpan.extracting(value.range), usage: usage + index)
            }
        }
    }

    /// An integer whose text is written only when it is needed: not where there are too many different ones for terms,
    /// and not for one that was a candidate lately.
    private mutating func append(unwritten value: SlotValue, usage: Int) {
        guard !usages[usage].isMany else {
            slots.append(Slot(letter: value.letter, candidate: -1))
            integers.append(value.integer)
            return
        }
        let place = Int(truncatingIfNeeded: (UInt64(bitPattern: value.integer) &* 0x9E37_79B1_85EB_CA87) >> 56)
        if recentIntegers[place].candidate < 0 || recentIntegers[place].value != value.integer {
            var digits: [UInt8] = []
            digits.append(decimal: value.integer)
            recentIntegers[place] = (value.integer, Int32(interner.number(of: digits.rawSpan)))
        }
        let candidate = recentIntegers[place].candidate
        usages[usage].note(candidate, limit: Self.termLimit)
        slots.append(Slot(letter: value.letter, candidate: candidate))
    }

    @inline(__always)
    private mutating func append(_ value: SlotValue, _ text: RawSpan, usage: Int) {
        let candidate = note(text, usage: usage)
        slots.append(Slot(letter: value.letter, candidate: candidate))
        // What a candidate is its text tells.
        guard candidate < 0 else { return }
        if SlotClass.plain(value.letter) == SlotClass.integer {
            integers.append(value.integer)
        } else {
            texts.append(text)
        }
    }

    @inline(__always)
    private mutating func note(_ text: RawSpan, usage index: Int) -> Int32 {
        // How many rows there are matters only as long as the values are few.
        usages[index].isMany ? -1 : noteFew(text, usage: index)
    }

    private mutating func noteFew(_ text: RawSpan, usage index: Int) -> Int32 {
        let last = usages[index].last
        if last >= 0, interner.values[Int(last)].equals(text) {
            usages[index].note(last, limit: Self.termLimit)
            return last
        }
        guard text.byteCount <= Limits.termByteCount else {
            usages[index].isMany = true
            return -1
        }
        let candidate = Int32(interner.number(of: text))
        usages[index].note(candidate, limit: Self.termLimit)
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

    /// The place of a template's first slot among the usages.
    func firstUsage(template: Int) -> Int {
        Int(usageStarts[template])
    }

    /// For each usage whether its values are terms.
    func usageTermFlags() -> [Bool] {
        usages.map(\.isTerm)
    }
}
