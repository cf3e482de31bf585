/// One pass over a text of JSON that copies it and replaces what is not to be seen.
struct MaskWalk {
    let bytes: [UInt8]
    /// `nil`: every literal is masked.
    let fields: DeclaredFields?
    var position = 0
    var scope = Scope.open
    /// Names of fields on the way to the value, from the outside in, dotted ones taken apart, without operators and
    /// positions.
    var names: [String] = []
    private var output: [UInt8] = []
    /// Whether the value is that of the first key, which names the command.
    private var isFirst = true
    private var isSchema = false
    /// Whether anything in the whole text is sensitive; looked for once.
    lazy var isCommandSensitive = isSensitive(at: 0)

    /// What BSON allows, and some for what Extended JSON wraps.
    private static let depthMaximum = 250

    init(_ bytes: [UInt8], fields: DeclaredFields?) {
        self.bytes = bytes
        self.fields = fields
        output.reserveCapacity(bytes.count)
    }

    /// `nil` when the text is no object of JSON.
    mutating func run() -> [UInt8]? {
        guard bytes.first == UInt8(ascii: "{"), object(depth: 1), position == bytes.count else { return nil }
        return output
    }

    private mutating func value(depth: Int) -> Bool {
        space()
        defer { space() }
        guard position < bytes.count, depth <= Self.depthMaximum else { return false }
        let byte = bytes[position]
        let isContainer = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")
        // `{"$oid":…}` and its like stand for one value.
        let isScalar = !isContainer || (byte == UInt8(ascii: "{") && isWrapped)
        if isMasked(isScalar: isScalar, depth: depth - 1) {
            let kept = output.count
            guard copy(byte, depth: depth) else { return false }
            output.removeSubrange(kept...)
            output.append(contentsOf: "\"\(ArgumentMask.mask)\"".utf8)
            return true
        }
        return copy(byte, depth: depth)
    }

    private func isMasked(isScalar: Bool, depth: Int) -> Bool {
        guard let fields else { return isScalar && !(depth == 1 && isFirst) }
        return fields.contain(names) || isScalar && scope == .sensitive && !isName(at: position)
    }

    private mutating func copy(_ byte: UInt8, depth: Int) -> Bool {
        switch byte {
        case UInt8(ascii: "{"): object(depth: depth)
        case UInt8(ascii: "["): array(depth: depth)
        case UInt8(ascii: "\""): string() != nil
        default: word()
        }
    }

    private mutating func object(depth: Int) -> Bool {
        take()
        space()
        if take(UInt8(ascii: "}")) { return true }
        repeat {
            space()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\""), let key = string()
            else { return false }
            space()
            guard take(UInt8(ascii: ":")) else { return false }
            guard field(Self.unescaped(key), depth: depth + 1) else { return false }
            isFirst = false
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}"))
    }

    /// The value of a key.
    private mutating func field(_ name: String, depth: Int) -> Bool {
        let outer = (count: names.count, scope: scope, isSchema: isSchema)
        isSchema = isSchema || name == "$jsonSchema"
        // Operators and positions lead to the same field, and so do the words of a schema.
        if !name.hasPrefix("$"), !(isSchema && Self.schemaWords.contains(name)) {
            names += name.split(separator: ".").filter { !$0.allSatisfy(\.isNumber) }.map(String.init)
        }
        scope = scope(below: name)
        let isWell = value(depth: depth)
        names.removeSubrange(outer.count...)
        scope = outer.scope
        isSchema = outer.isSchema
        return isWell
    }

    private static let schemaWords: Set = ["properties", "items"]

    private mutating func array(depth: Int) -> Bool {
        take()
        space()
        if take(UInt8(ascii: "]")) { return true }
        let outer = scope
        defer { scope = outer }
        repeat {
            let next = scopeOfElement
            let after = next == .sensitive ? next : scope
            scope = next
            guard value(depth: depth + 1) else { return false }
            scope = after
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]"))
    }

    /// Copies a string; gives what is between its quotes, escapes as they stand.
    private mutating func string() -> String? {
        guard let end = end(ofString: position) else { return nil }
        let start = position + 1
        output.append(contentsOf: bytes[position...end])
        position = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Where the quote is that ends the string which begins at a quote.
    func end(ofString start: Int) -> Int? {
        var end = start + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return end < bytes.count ? end : nil
    }

    /// A number, `true`, `false` or `null`.
    private mutating func word() -> Bool {
        let start = position
        while position < bytes.count,
            ![UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")].contains(bytes[position])
        {
            position += 1
        }
        output.append(contentsOf: bytes[start..<position])
        return position > start
    }

    /// What a key says; one may be written with escapes to say the same.
    static func unescaped(_ key: String) -> String {
        guard key.utf8.contains(UInt8(ascii: "\\")) else { return key }
        return (try? JSONTree(Array("\"\(key)\"".utf8)))?.text ?? key
    }

    /// Copies white space, which texts from elsewhere may have.
    private mutating func space() {
        while position < bytes.count, Self.isSpace(bytes[position]) { take() }
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private mutating func take() {
        output.append(bytes[position])
        position += 1
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        take()
        return true
    }

    /// Whether the object at the position is one value in the form of Extended JSON.
    private var isWrapped: Bool {
        let name = bytes[(position + 1)...].drop(while: Self.isSpace)
        return Self.wrappers.contains { name.starts(with: $0) }
    }

    private static let wrappers: [[UInt8]] = [
        "oid", "date", "binary", "numberLong", "numberDouble", "numberDecimal", "numberInt", "timestamp",
        "regularExpression", "code", "symbol", "uuid", "minKey", "maxKey", "undefined", "dbPointer",
    ].map { Array("\"$\($0)\"".utf8) }
}
