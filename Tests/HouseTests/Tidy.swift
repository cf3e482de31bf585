/// The rules that sources are kept by, as far as a program can tell.
enum Tidy {
    static let functionLinesMaximum = 70
    static let lineLengthMaximum = 120

    static func fileLinesMaximum(isTest: Bool) -> Int {
        isTest ? 800 : 500
    }

    static func longFunctions(in file: SourceFile) -> [String] {
        FunctionScanner(code: file.parts.code).functions()
            .filter { $0.lineCount > functionLinesMaximum }
            .map { "\(file.path):\($0.line): \($0.name) has \($0.lineCount) lines" }
    }

    /// A link cannot be broken, so a comment of nothing else may be longer.
    static func longLines(in file: SourceFile) -> [String] {
        file.lines.enumerated()
            .filter { $0.element.count > lineLengthMaximum && !$0.element.contains(/^ *\/\/\/? https:\S+$/) }
            .map { "\(file.path):\($0.offset + 1): the line has \($0.element.count) characters" }
    }

    static func longFile(_ file: SourceFile) -> [String] {
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        return count > fileLinesMaximum(isTest: file.isTest) ? ["\(file.path): the file has \(count) lines"] : []
    }

    /// What is `@inlinable` in a type of the package is inlined in other targets only where the type is usable from
    /// inlined code: the compiler checks nothing and inlines nothing where it is not.
    static func hiddenFromInlining(in file: SourceFile) -> [String] {
        let lines = file.parts.code.split(separator: "\n", omittingEmptySubsequences: false)
        var hidden: Set<Substring> = []
        var type: Substring = ""
        var findings: [String] = []
        for (index, line) in lines.enumerated() {
            if let declared = line.firstMatch(of: /^(?:@\w+ )*package (?:final )?(?:struct|enum|class) (\w+)/)?.1 {
                type = declared
                let attributes = line + (index > 0 ? lines[index - 1] : "")
                if !attributes.contains("@usableFromInline") { hidden.insert(declared) }
            } else if let extended = line.firstMatch(of: /^(?:package )?extension (\w+)/)?.1 {
                type = extended
            } else if line.contains("@inlinable"), hidden.contains(type) {
                findings.append("\(file.path):\(index + 1): \(type) is not usable from inlined code")
            }
        }
        return findings
    }

    static func banned(in file: SourceFile) -> [String] {
        bans.filter { $0.applies(file) }.flatMap { ban in
            ban.part(file.parts).split(separator: "\n", omittingEmptySubsequences: false).enumerated()
                .filter { ban.isBroken(by: $0.element) }
                .map { "\(file.path):\($0.offset + 1): \(ban.words.joined(separator: " or ")): \(ban.reason)" }
        }
    }
}

extension Tidy {
    /// Words that sources do without.
    struct Ban: Sendable {
        var words: [String]
        var reason: String
        var part: @Sendable (SourceText) -> String = { $0.code }
        var applies: @Sendable (SourceFile) -> Bool = { _ in true }

        /// A word counts where no letter stands directly before it, for `sprint(` is not `print(`, and where it is not
        /// declared: a parser's counterpart may be called `print`.
        func isBroken(by line: Substring) -> Bool {
            words.contains { word in
                line.ranges(of: word).contains { range in
                    let before = line[..<range.lowerBound]
                    return !(before.last?.isLetter ?? false) && before.last != "." && !before.hasSuffix("func ")
                }
            }
        }
    }

    static let bans = [
        Ban(words: ["try!"], reason: "throw for the world, precondition for our bugs"),
        Ban(
            words: ["fatalError("], reason: "throw for the world, precondition for our bugs",
            applies: { !$0.isTest }),
        Ban(
            words: ["print(", "debugPrint(", "dump("], reason: "a library logs through the logger it was given",
            applies: { !$0.isTest && $0.target != "daybook" }),
        Ban(words: ["DispatchQueue.main"], reason: "a server has no main queue to wait for"),
        Ban(
            words: ["FileManager", "FileHandle", "URLSession", "InputStream", "OutputStream", "fopen(", "socket("],
            reason: "the domain has no files and no sockets",
            applies: { !$0.isTest && Picture.domain.contains($0.target) }),
        Ban(words: ["TODO", "FIXME"], reason: "an open end is an issue, not a comment", part: { $0.comments }),
    ]
}
