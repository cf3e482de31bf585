import MongoWire

/// What a driver says of itself in its first message.
///
/// https://github.com/mongodb/specifications/blob/master/source/mongodb-handshake/handshake.md
struct ClientMetadata: Hashable {
    var application: String?
    /// Name and version.
    var driver: String?

    init() {}

    /// `nil` when the handshake does not introduce the client, as every later one.
    init?(handshake: BSONDocument) throws {
        guard let client = try handshake.value("client")?.document else {
            return nil
        }
        application = try client.value("application")?.document?.value("name")?.string
        let driver = try client.value("driver")?.document
        let name = try driver?.value("name")?.string
        let version = try driver?.value("version")?.string
        self.driver = name.map { name in version.map { "\(name) \($0)" } ?? name }
    }
}
