/// The names of a project's files: its number with eight digits, `.log` and `.checkpoint`.
enum ProjectLogName {
    private static let logSuffix = ".log"
    private static let checkpointSuffix = ".checkpoint"

    static func log(_ number: UInt32) -> String { digits(number) + logSuffix }
    static func checkpoint(_ number: UInt32) -> String { digits(number) + checkpointSuffix }

    /// `nil` for a file of another kind.
    static func log(_ name: String) -> UInt32? { number(name, suffix: logSuffix) }
    static func checkpoint(_ name: String) -> UInt32? { number(name, suffix: checkpointSuffix) }

    private static func digits(_ number: UInt32) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    private static func number(_ name: String, suffix: String) -> UInt32? {
        guard name.hasSuffix(suffix), let number = UInt32(name.dropLast(suffix.count)),
            digits(number) + suffix == name
        else { return nil }
        return number
    }
}
