/// Walks once over a script and tells text, strings, names, comments and marks apart.
struct ScriptScanner {
    private let bytes: [UInt8]
    private let parameters: Set<String>
    private var index = 0
    private var pieces: [ScriptTemplate.Piece] = []
    private var text: [UInt8] = []
    /// Behind the semicolon that ends the statement.
    private var isEnded = false

    init(_ script: String, parameters: Set<String>) {
        self.bytes = Array(script.utf8)
        self.parameters = parameters
    }

    mutating func scan() throws(ServiceError) -> [ScriptTemplate.Piece] {
        while let byte = peek() {
            switch (byte, peek(1)) {
            case (UInt8(ascii: "-"), UInt8(ascii: "-")): skipComment(endingIn: [UInt8(ascii: "\n")])
            case (UInt8(ascii: "/"), UInt8(ascii: "*")): skipComment(endingIn: Array("*/".utf8))
            case (UInt8(ascii: ";"), _):
                isEnded = true
                index += 1
            case (0x09, _), (0x0A, _), (0x0C, _), (0x0D, _), (0x20, _):
                text.append(byte)
                index += 1
            default:
                guard !isEnded else {
                    throw Self.broken("has more than one statement, keep one")
                }
                try scanWord(byte)
            }
        }
        while let last = text.last, last <= 0x20 {
            text.removeLast()
        }
        flush()
        if case .text(let first)? = pieces.first {
            let trimmed = String(first.drop { $0.isWhitespace })
            pieces[0] = .text(trimmed)
            if trimmed.isEmpty { pieces.removeFirst() }
        }
        return pieces
    }

    private mutating func scanWord(_ byte: UInt8) throws(ServiceError) {
        switch (byte, peek(1)) {
        case (UInt8(ascii: "'"), _): try scanString()
        case (UInt8(ascii: "\""), _), (UInt8(ascii: "`"), _): try scanName(endingIn: byte)
        case (UInt8(ascii: "["), _): try scanName(endingIn: UInt8(ascii: "]"))
        case (UInt8(ascii: "$"), UInt8(ascii: "{")):
            guard !isBesideWord, !isBesideMark else {
                throw Self.broken("has a mark directly beside a word or another mark, put a space between")
            }
            try appendMark(asText: false)
        case (UInt8(ascii: "?"), _): throw Self.broken("has a ?, write ${name} for a value")
        case (UInt8(ascii: "$"), let next?), (UInt8(ascii: ":"), let next?), (UInt8(ascii: "@"), let next?):
            // The database's own way to write parameters; a second colon is a cast.
            guard !Self.isWord(next) || isBesideWord || text.last == byte else {
                throw Self.broken("has a parameter of another form, write ${name} for a value")
            }
            text.append(byte)
            index += 1
        case (0, _): throw Self.broken("has a NUL character, take it out")
        default:
            text.append(byte)
            index += 1
        }
    }

    private mutating func scanString() throws(ServiceError) {
        let isPrefixed = isBesideWord
        index += 1
        var parts: [ScriptTemplate.Piece] = []
        var part: [UInt8] = []
        while true {
            guard let byte = peek() else {
                throw Self.broken("has a string without end, close its quote")
            }
            if byte == UInt8(ascii: "'"), peek(1) == UInt8(ascii: "'") {
                part += [byte, byte]
                index += 2
            } else if byte == UInt8(ascii: "'") {
                index += 1
                break
            } else if byte == UInt8(ascii: "$"), peek(1) == UInt8(ascii: "{") {
                if !part.isEmpty { parts.append(Self.string(part)) }
                part = []
                parts.append(.value(parameter: try readMark(), asText: true))
            } else {
                part.append(byte)
                index += 1
            }
        }
        guard !parts.isEmpty else {
            text += "'".utf8 + part + "'".utf8
            return
        }
        guard !isPrefixed, !isBesideMark else {
            throw Self.broken("has a mark in a string directly beside a word or another mark, put a space between")
        }
        if !part.isEmpty { parts.append(Self.string(part)) }
        try append(joined: parts)
    }

    private mutating func append(joined parts: [ScriptTemplate.Piece]) throws(ServiceError) {
        if parts.count > 1 { text += "(".utf8 }
        for (place, part) in parts.enumerated() {
            if place > 0 { text += " || ".utf8 }
            switch part {
            case .text(let string): text += string.utf8
            case .value:
                flush()
                pieces.append(part)
            }
        }
        if parts.count > 1 {
            text += ")".utf8
        } else {
            try refuseWordBehindMark()
        }
    }

    private mutating func scanName(endingIn end: UInt8) throws(ServiceError) {
        let start = index
        index += 1
        while let byte = peek() {
            index += 1
            if byte == UInt8(ascii: "$"), peek() == UInt8(ascii: "{") {
                throw Self.broken("has a mark inside a quoted name, where no value can stand")
            }
            guard byte == end else { continue }
            if end != UInt8(ascii: "]"), peek() == end {
                index += 1
                continue
            }
            text += bytes[start..<index]
            return
        }
        throw Self.broken("has a quoted name without end, close its quote")
    }

    private mutating func skipComment(endingIn end: [UInt8]) {
        index += 2
        while index < bytes.count, !bytes[index...].starts(with: end) {
            index += 1
        }
        index = min(index + end.count, bytes.count)
        text.append(UInt8(ascii: " "))
    }

    private mutating func appendMark(asText: Bool) throws(ServiceError) {
        let name = try readMark()
        flush()
        pieces.append(.value(parameter: name, asText: asText))
        try refuseWordBehindMark()
    }

    /// Reads `${name}` and stands behind it; spaces around the name do not count.
    private mutating func readMark() throws(ServiceError) -> String {
        guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")) else {
            throw Self.broken("has a mark without end, write ${name}")
        }
        let name = String(decoding: bytes[(index + 2)..<end], as: UTF8.self).split(separator: " ").joined(
            separator: " ")
        guard parameters.contains(name) else {
            throw Self.broken("has a mark for a parameter that is not declared, declare it or correct the mark")
        }
        index = end + 1
        return name
    }

    private func refuseWordBehindMark() throws(ServiceError) {
        if let byte = peek(), Self.isWord(byte) || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
            throw Self.broken("has a mark directly beside a word or a quote, put a space between")
        }
    }

    /// Whether what comes next would run into a word, which is how `x'..'` and `e'..'` begin.
    private var isBesideWord: Bool {
        text.last.map(Self.isWord) ?? false
    }

    private var isBesideMark: Bool {
        guard text.isEmpty, case .value? = pieces.last else { return false }
        return true
    }

    private mutating func flush() {
        guard !text.isEmpty else { return }
        pieces.append(.text(String(decoding: text, as: UTF8.self)))
        text = []
    }

    private func peek(_ distance: Int = 0) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    private static func string(_ content: [UInt8]) -> ScriptTemplate.Piece {
        .text("'" + String(decoding: content, as: UTF8.self) + "'")
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }

    private static func broken(_ what: String) -> ServiceError {
        ServiceError(.callFailed, "the script of the api \(what)")
    }
}
