import DocumentAudit

/// What the name of a connection's last command says of it: most clients send one command many times, and a name is
/// compared with the last one sooner than looked up.
struct KnownCommand {
    /// `nil` when nothing is remembered.
    private var name: String?
    private var commandClass = CommandClass.of("")
    private var isFollowedAlways = false

    /// Names of commands are shorter; what is longer is none, and not held in memory.
    private static let nameByteCountMaximum = 64

    mutating func commandClass(of name: String) -> CommandClass {
        note(name)
        return commandClass
    }

    /// Whether the answer to a command matters also when nothing is recorded.
    mutating func isFollowedAlways(_ name: String) -> Bool {
        note(name)
        return isFollowedAlways
    }

    private mutating func note(_ name: String) {
        guard name != self.name else {
            return
        }
        self.name = name.utf8.count <= Self.nameByteCountMaximum ? name : nil
        commandClass = CommandClass.of(name)
        isFollowedAlways =
            CommandClass.isHandshake(name) || CommandClass.isLogin(name) || name == "logout"
            || ClientIdentity.isTold(by: name)
    }
}
