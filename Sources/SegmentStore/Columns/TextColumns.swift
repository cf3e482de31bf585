/// Where the template of a text and its values are: indices of columns.
struct TextColumns: Hashable, Sendable {
    let template: Int
    let slots: Int
    let integers: Int
    let hex: Int
    let terms: Int
    let texts: Int
}

/// Where the parts of a loss window are: indices of columns.
struct LossColumns: Hashable, Sendable {
    let start: Int
    let end: Int
    let count: Int
    let reason: Int
    let lineBytes: Int
}

/// How the values of slots are written, one letter a slot in the column of slots. In upper case the value stands in
/// single quotes.
enum SlotClass {
    /// An integer of 64 bits in its shortest decimal form: the next of the integers.
    static let integer = UInt8(ascii: "i")
    /// Lower case hexadecimal digits, an even count of at least 8: as bytes, the next of the hex values.
    static let hex = UInt8(ascii: "h")
    /// A text of which there are few different ones: the next of the terms.
    static let term = UInt8(ascii: "w")
    /// Any other text: the next of the texts.
    static let text = UInt8(ascii: "t")
    /// What upper case differs by.
    static let quotedBit: UInt8 = 0x20
}

/// The marks of a template.
enum TemplateMark {
    /// Before the number of a slot.
    static let open: UInt8 = 1
    /// Behind the number of a slot.
    static let close: UInt8 = 2
    /// Behind the text, before what it does not tell.
    static let end: UInt8 = 3
}
