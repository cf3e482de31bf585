/// What `Package.swift` declares, read from its text.
struct Manifest {
    struct Target: Equatable {
        var targets: Set<String> = []
        var products: Set<String> = []
    }

    /// Without test targets.
    let targets: [String: Target]

    init(text: String) {
        var targets: [String: Target] = [:]
        let withoutComments = text.split(separator: "\n")
            .filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }
            .joined(separator: "\n")
        for declaration in withoutComments.matches(of: #/\.(?:target|executableTarget)\(\s*name: "(?<name>\w+)"/#) {
            let rest = withoutComments[declaration.range.upperBound...]
            targets[String(declaration.output.name)] = Self.target(rest.prefix(Self.lengthOfArguments(rest)))
        }
        self.targets = targets
    }

    /// Characters up to the parenthesis that closes the declaration.
    private static func lengthOfArguments(_ text: Substring) -> Int {
        var depth = 1
        var length = 0
        for character in text {
            switch character {
            case "(": depth += 1
            case ")": depth -= 1
            default: break
            }
            if depth == 0 {
                return length
            }
            length += 1
        }
        return length
    }

    private static func target(_ arguments: Substring) -> Target {
        let products = arguments.matches(of: #/\.product\(name: "(?<name>[\w-]+)", package: "[^"]+"\)/#)
        let own = arguments.replacing(#/\.product\([^)]*\)/#, with: "").matches(of: #/"(?<name>\w+)"/#)
        return Target(
            targets: Set(own.map { String($0.output.name) }),
            products: Set(products.map { String($0.output.name) })
        )
    }
}
