import DaybookTesting

/// A value of JSON whose keys keep their order.
indirect enum Tree {
    case object([(key: String, value: Tree)])
    case array([Tree])
    case text(String)
    case number(Int)

    var json: String {
        switch self {
        case .object(let fields): "{" + fields.map { "\"\($0.key)\":\($0.value.json)" }.joined(separator: ",") + "}"
        case .array(let elements): "[" + elements.map(\.json).joined(separator: ",") + "]"
        case .text(let text): "\"\(text)\""
        case .number(let number): "\(number)"
        }
    }

    var texts: [String] {
        switch self {
        case .object(let fields): fields.flatMap(\.value.texts)
        case .array(let elements): elements.flatMap(\.texts)
        case .text(let text): [text]
        case .number: []
        }
    }

    var keys: [String] {
        switch self {
        case .object(let fields): fields.flatMap { [$0.key] + $0.value.keys }
        case .array(let elements): elements.flatMap(\.keys)
        case .text, .number: []
        }
    }
}

/// The rule of masking, told once more in the plainest words: on a tree, looking at everything again and again.
struct MaskModel {
    let declared: [[String]]
    let command: Tree

    private enum Scope { case open, clear, sensitive }

    private static let opaque = ["$where", "$function", "$accumulator", "$code", "$getField"]
    private static let bonds = ["$match", "$and", "$or", "$nor"]
    private static let selections = ["$match", "$unwind", "$unset", "$and", "$or", "$nor", "$expr"]
    private static let variables = [["let"], ["updates", "c"], ["ops", "constants"]]
    private static let code = ["map", "reduce", "finalize", "scope"]

    var masked: Tree { masked(command, [], .open, isSchema: false) }

    private func masked(_ tree: Tree, _ names: [String], _ scope: Scope, isSchema: Bool) -> Tree {
        if declared.contains(where: { holds(names, $0) }) { return .text("***") }
        switch tree {
        case .object(let fields):
            return .object(
                fields.map { key, value in
                    let isSchema = isSchema || key == "$jsonSchema"
                    let isWord = isSchema && ["properties", "items"].contains(key)
                    let below = key.hasPrefix("$") || isWord ? names : names + parts(key)
                    let inner = self.scope(of: key, value, below, scope)
                    return (key, masked(value, below, inner, isSchema: isSchema))
                })
        case .array(let elements):
            var scope = scope
            return .array(
                elements.map { element in
                    let inner = scope == .open && isStage(element) ? isSensitive(element) ? .sensitive : .clear : scope
                    if inner == .sensitive { scope = inner }
                    return masked(element, names, inner, isSchema: isSchema)
                })
        case .text(let text): return scope == .sensitive && !isPlainName(text) ? .text("***") : tree
        case .number: return scope == .sensitive ? .text("***") : tree
        }
    }

    private func scope(of key: String, _ value: Tree, _ names: [String], _ outer: Scope) -> Scope {
        guard outer == .open else { return outer }
        if Self.bonds.contains(key) { return .open }
        if key.hasPrefix("$") { return Self.opaque.contains(key) || isSensitive(value) ? .sensitive : .clear }
        let place = (names.first == "explain" ? names.dropFirst() : names[...]).joined(separator: " ")
        if Self.code.contains(place) { return .sensitive }
        let isVariable = Self.variables.contains { names.reversed().starts(with: $0.reversed()) }
        return isVariable && isSensitive(command) ? .sensitive : .open
    }

    private func isStage(_ tree: Tree) -> Bool {
        guard case .object(let fields) = tree, let first = fields.first?.key else { return false }
        return first.hasPrefix("$") && !Self.selections.contains(first)
    }

    private func isSensitive(_ tree: Tree) -> Bool {
        tree.keys.contains(where: Self.opaque.contains) || tree.texts.contains(where: names)
    }

    private func names(_ text: String) -> Bool {
        if text == "$$ROOT" || text == "$$CURRENT" { return true }
        let names = parts(String(text.drop { $0 == "$" }))
        return names.indices.contains { start in
            declared.contains { path in zip(names[start...], path).allSatisfy { $0 == $1 } }
        }
    }

    private func isPlainName(_ text: String) -> Bool {
        let name = String(text.drop { $0 == "$" })
        let known = declared.flatMap { path in path.indices.map { path[...$0].joined(separator: ".") } }
        return (known + ["ROOT", "CURRENT"]).contains(name)
    }

    private func parts(_ name: String) -> [String] {
        name.split(separator: ".").map(String.init).filter { Int($0) == nil }
    }

    private func holds(_ names: [String], _ path: [String]) -> Bool {
        names.indices.contains { names[$0...].starts(with: path) }
    }
}
