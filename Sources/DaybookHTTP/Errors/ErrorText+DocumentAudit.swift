extension ErrorText {
    /// The text of `DBS.200001`, followed by what is wrong.
    static func parameterError(_ english: String, _ chinese: String) -> ErrorText {
        ErrorText(english: "Parameter error. \(english)", chinese: "参数错误。\(chinese)")
    }

    static let instanceUnknown = ErrorText(
        english: "The instance does not exist.", chinese: "实例不存在。")
    static let nodeUnknown = ErrorText(english: "The node does not exist.", chinese: "节点不存在。")
}
