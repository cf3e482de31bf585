internal import HTTPTypes

extension HTTPField.Name {
    static let language = known("X-Language")
    static let requestID = known("X-Request-Id")
    static let subjectToken = known("X-Subject-Token")
    static let workspace = known("workspace")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        return name
    }
}
