/// Words of an error, in the languages that `X-Language` chooses between.
struct ErrorText: Hashable, Sendable {
    let english: String
    let chinese: String

    init(english: String, chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    func text(in language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }
}

extension ErrorText: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// One text for all languages, like everything but the errors of document audit.
    init(stringLiteral value: String) {
        self.init(english: value, chinese: value)
    }
}

/// `X-Language`: chooses the words of errors, never codes, names or data.
enum Language: Sendable {
    case english
    case chinese

    /// Anything but `zh-cn` is English.
    init(header: String?) {
        self = header?.lowercased() == "zh-cn" ? .chinese : .english
    }
}
