/// The error codes that callers see, as they are written in the sources: `"DLM.4312"`.
struct ErrorCodes {
    struct Mention: Hashable {
        var code: String
        var path: String
        var line: Int
    }

    let mentions: [Mention]

    init(in files: [SourceFile]) {
        let code = #/"(?<code>(?:DLM|APIGW?|DBS|DAYBOOK|IAM)\.[0-9]+)"/#
        self.mentions = files.flatMap { file in
            file.lines.enumerated().flatMap { number, line in
                line.matches(of: code).map {
                    Mention(code: String($0.output.code), path: file.path, line: number + 1)
                }
            }
        }
    }

    /// Codes are written in the tables of their targets only, and in each table once.
    var violations: [String] {
        var seen: [String: Set<String>] = [:]
        return mentions.compactMap { mention in
            if !mention.path.contains("/Errors/") {
                return "\(mention.path):\(mention.line): \(mention.code) is written outside of an error table"
            }
            if seen[mention.path, default: []].insert(mention.code).inserted == false {
                return "\(mention.path):\(mention.line): \(mention.code) is in the table already"
            }
            if mention.code.hasPrefix("DAYBOOK."), !Self.beginsWithStatus(mention.code) {
                return
                    "\(mention.path):\(mention.line): \(mention.code) does not begin with the status it travels under"
            }
            return nil
        }
    }

    private static func beginsWithStatus(_ code: String) -> Bool {
        let digits = code.drop { $0 != "." }.dropFirst()
        guard digits.count == 4, let status = Int(digits.prefix(3)) else {
            return false
        }
        return (400...599).contains(status)
    }
}
