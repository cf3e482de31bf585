/// A value of a field.
///
/// Texts are equal, and in order, by the bytes of their UTF-8: what looks alike but is encoded differently differs, as
/// it does for every reader of the files. The order of the bytes is that of the Unicode scalars.
package enum FieldValue: Sendable {
    case integer(Int64)
    case text(String)
    case time(Timestamp)

    package var type: FieldType {
        switch self {
        case .integer: .integer
        case .text: .text
        case .time: .time
        }
    }

    package var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    package var integer: Int64? {
        if case .integer(let integer) = self { integer } else { nil }
    }
}

extension FieldValue: Hashable {
    package static func == (left: FieldValue, right: FieldValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left == right
        case (.text(let left), .text(let right)):
            hasSameBytes(left, right)
        case (.time(let left), .time(let right)): left == right
        default: false
        }
    }

    /// Equality of strings takes more to be equal.
    private static func hasSameBytes(_ left: String, _ right: String) -> Bool {
        let (left, right) = (left.utf8Span.span, right.utf8Span.span)
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }

    /// Texts with the same bytes are equal strings, so the hash of the string serves.
    package func hash(into hasher: inout Hasher) {
        switch self {
        case .integer(let integer): hasher.combine(integer)
        case .text(let text): hasher.combine(text)
        case .time(let time): hasher.combine(time)
        }
    }
}

extension FieldValue: Comparable {
    /// Values of different types stand in the order of the types; no question compares them.
    package static func < (left: FieldValue, right: FieldValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.time(let left), .time(let right)): left < right
        default: left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .integer: 0
        case .text: 1
        case .time: 2
        }
    }
}

extension FieldValue {
    /// The least value of the same type that is greater; `nil` when there is none.
    package var successor: FieldValue? {
        switch self {
        case .integer(let integer): integer == .max ? nil : .integer(integer + 1)
        case .text(let text): .text(text + "\0")
        case .time(let time):
            time.microseconds == .max ? nil : .time(Timestamp(microseconds: time.microseconds + 1))
        }
    }

    /// Whether no value of the type is less.
    package var isLeast: Bool {
        switch self {
        case .integer(let integer): integer == .min
        case .text(let text): text.isEmpty
        case .time(let time): time.microseconds == .min
        }
    }

    /// The least text that is greater than every text with the prefix; `nil` when there is none.
    package static func end(ofPrefix prefix: String) -> FieldValue? {
        var scalars = Array(prefix.unicodeScalars)
        while let last = scalars.popLast() {
            let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
            if let scalar = Unicode.Scalar(next) {
                scalars.append(scalar)
                return .text(String(String.UnicodeScalarView(scalars)))
            }
        }
        return nil
    }
}
