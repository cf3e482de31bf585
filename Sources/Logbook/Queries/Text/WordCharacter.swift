/// What words are made of.
///
/// A word is a maximal run of letters, marks, digits and other numbers (Unicode general categories L, M and N) and the
/// low line `_`. So `order_id`, `café` and `订单` are words, `a-b` is two, and a run of Chinese characters is one:
/// text in Chinese is searched by substring. An index of words depends on the version of Unicode it was made with.
package enum WordCharacter {
    package static func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        case 0..<0x80: false
        default: isNumberOrLetter(scalar)
        }
    }

    /// Whether the text is one word and nothing else.
    package static func makesOneWord(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy(contains)
    }

    private static func isNumberOrLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }
}
