/// What Daybook knows of a MongoDB command by its name: its type, where it names its collection, what in it is secret.
package struct CommandClass: Hashable, Sendable {
    /// Where a command says which collection it is about.
    package enum NamespacePlace: Hashable, Sendable {
        /// The command is about a database or the whole server.
        case none
        /// The value of the command itself: `{find: "orders"}`.
        case value
        /// The field `collection`: `{getMore: 17, collection: "orders"}`.
        case collectionField
        /// The value of the command is a whole namespace: `{renameCollection: "shop.orders"}`.
        case wholeNamespace
        /// The command inside: `{explain: {find: "orders"}}`.
        case innerCommand
    }

    package var types: OperationTypes
    package var place: NamespacePlace
    /// Fields at the top of the command whose values are never recorded.
    package var secretFields: [String]

    init(_ types: OperationTypes, _ place: NamespacePlace = .none, secret: [String] = []) {
        self.types = types
        self.place = place
        self.secretFields = secret
    }

    /// The class of a command; an unknown one is of type `command` and names no collection.
    ///
    /// Servers know some commands in two spellings (`isMaster`, `ismaster`), so case does not count here.
    package static func of(_ command: String) -> CommandClass {
        table[command] ?? table[command.lowercased()] ?? CommandClass(.command)
    }

    /// The first message of a connection, which drivers also send again and again to see how a server is.
    package static func isHandshake(_ command: String) -> Bool {
        command == "hello" || command == "isMaster" || command == "ismaster"
    }

    /// Whether the command is a step of a login.
    package static func isLogin(_ command: String) -> Bool {
        command == "saslStart" || command == "saslContinue" || command == "authenticate"
    }
}

extension CommandClass {
    /// By the name in lower case, and by the usual spelling so that the common case needs no conversion.
    private static let table: [String: CommandClass] = {
        var table: [String: CommandClass] = [:]
        for (names, commandClass) in known {
            for name in names {
                table[name] = commandClass
                table[name.lowercased()] = commandClass
            }
        }
        return table
    }()

    private static let known: [([String], CommandClass)] = [
        (["insert"], CommandClass(.insert, .value)),
        (["delete"], CommandClass(.delete, .value)),
        (["update", "findAndModify"], CommandClass(.update, .value)),
        // Its operations decide, see `OperationTypes.leading`.
        (["bulkWrite"], CommandClass([.insert, .update, .delete])),
        (
            ["find", "aggregate", "count", "distinct", "mapReduce", "geoNear", "geoSearch", "parallelCollectionScan"],
            CommandClass(.query, .value)
        ),
        (["getMore"], CommandClass(.query, .collectionField)),
        (["explain"], CommandClass(.query, .innerCommand)),
        (["saslStart", "saslContinue"], CommandClass(.auth, secret: ["payload"])),
        (["authenticate"], CommandClass(.auth, secret: ["key", "nonce", "pwd"])),
        (["logout", "getnonce"], CommandClass(.auth)),
        (["createUser", "updateUser"], CommandClass(.command, secret: ["pwd"])),
        (["copydbsaslstart"], CommandClass(.command, secret: ["payload"])),
        (["copydb"], CommandClass(.command, secret: ["key", "nonce"])),
        (["setParameter"], CommandClass(.command, secret: setParameterSecrets)),
        (
            [
                "create", "drop", "createIndexes", "dropIndexes", "deleteIndexes", "listIndexes", "collMod",
                "collStats", "validate", "compact", "reIndex", "convertToCapped", "killCursors",
                "cloneCollectionAsCapped", "planCacheClear", "planCacheClearFilters", "planCacheListFilters",
                "planCacheSetFilter", "createSearchIndexes", "updateSearchIndex", "dropSearchIndex",
            ],
            CommandClass(.command, .value)
        ),
        (
            [
                "renameCollection", "shardCollection", "refineCollectionShardKey", "reshardCollection",
                "moveCollection", "unshardCollection", "split", "moveChunk", "moveRange", "dataSize",
            ],
            CommandClass(.command, .wholeNamespace)
        ),
        (["hello", "isMaster"], CommandClass(.command, secret: ["speculativeAuthenticate"])),
    ]

    private static let setParameterSecrets = [
        "ldapQueryPassword", "tlsClusterPassword", "sslClusterPassword", "tlsCertificateKeyFilePassword",
        "sslPEMKeyPassword",
    ]
}
