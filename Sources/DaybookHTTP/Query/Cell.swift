internal import Logbook

/// A value of a row, as JSON has it: null, a number or a text.
package enum Cell: Hashable, Sendable {
    case absent
    /// Sums may be longer than 64 bits.
    case integer(Int128)
    case number(Double)
    case text(String)

    init(_ value: FieldValue?) {
        switch value {
        case nil: self = .absent
        case .integer(let integer)?: self = .integer(Int128(integer))
        case .text(let text)?: self = .text(text)
        case .time(let time)?: self = .text(time.text())
        }
    }

    init(_ value: SummaryValue) {
        switch value {
        case .absent: self = .absent
        case .integer(let integer): self = .integer(integer)
        case .number(let number): self = .number(number)
        case .text(let text): self = .text(text)
        case .time(let time): self = .text(time.text())
        }
    }
}

extension Cell: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .absent
        } else if let integer = try? container.decode(Int64.self) {
            self = .integer(Int128(integer))
        } else if let integer = try? container.decode(Int128.self) {
            self = .integer(integer)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .absent: try container.encodeNil()
        case .integer(let integer):
            if let short = Int64(exactly: integer) {
                try container.encode(short)
            } else {
                try container.encode(integer)
            }
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }
}
