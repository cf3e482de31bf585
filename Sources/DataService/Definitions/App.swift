/// A caller with a key and a secret that is authorized to APIs.
package struct App: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// Signs its calls with its key and secret.
        case signing = "DLM"
        /// Stands for the users of its project, who call with their tokens.
        case identity = "IAM"
    }

    package var id: String
    package var project: String
    package var workspace: String
    package var name: String
    package var kind: Kind
    /// 32 hexadecimal digits.
    package var key: String
    /// 32 hexadecimal digits; encrypted where it is kept.
    package var secret: String

    package init(
        id: String, project: String, workspace: String, name: String, kind: Kind, key: String, secret: String
    ) {
        self.id = id
        self.project = project
        self.workspace = workspace
        self.name = name
        self.kind = kind
        self.key = key
        self.secret = secret
    }
}
