/// The name of a project's log: `daybook/` and the id of the project.
package enum LogOrigin {
    private static let prefix = "daybook/"
    private static let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

    /// Bytes of the id that are no letter, digit or one of `-._~` stand as `%` and two hexadecimal digits, so that an
    /// origin has neither spaces nor line feeds, and two projects never share one.
    package static func origin(ofProject project: String) -> String {
        project.utf8.reduce(into: prefix) { origin, byte in
            if plain.contains(byte) {
                origin.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                origin += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}
