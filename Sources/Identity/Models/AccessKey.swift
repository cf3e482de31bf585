/// A key with which a user signs requests; it reaches all projects of the user's domain.
package struct AccessKey: Hashable, Sendable {
    /// What a signature names as `Access`.
    package var id: String
    /// The key of the signature; encrypted where it is kept.
    package var secret: String
    /// Id of the user that it stands for.
    package var user: String

    package init(id: String, secret: String, user: String) {
        self.id = id
        self.secret = secret
        self.user = user
    }
}

extension AccessKey: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String { "access key \(id)" }
    package var debugDescription: String { description }
}
