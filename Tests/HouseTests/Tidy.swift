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
