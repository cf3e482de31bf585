extension ErrorText {
    /// The text of `DBS.200001`, followed by what is wrong.
    static func parameterError(_ english: String, _ chinese: String) -> ErrorText {
        ErrorText(english: "Parameter error. \(english)", chinese: "参数错误。\(chinese)")
    }

    static let instanceUnknown = ErrorText(
        english: "The instance does not exist.", chinese: "实例不存在。")
    static let held = ErrorText(
        english: "A legal hold keeps these records. Nothing of them is deleted until every hold is released.",
        chinese: "这些记录处于法律保全状态，解除所有保全前不能删除。")
    static let nodeUnknown = ErrorText(english: "The node does not exist.", chinese: "节点不存在。")
}
