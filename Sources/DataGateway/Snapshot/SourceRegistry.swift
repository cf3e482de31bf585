package import DataService
package import SQLSource
internal import Synchronization

/// Keeps one source a connection, shared by all clusters.
package final class SourceRegistry: Sendable {
    private let open: @Sendable (Connection) -> any SQLSource
    private let sources = Mutex<[String: (connection: Connection, source: any SQLSource)]>([:])

    /// - Parameter open: makes the source of a connection; does no input or output yet.
    package init(open: @escaping @Sendable (Connection) -> any SQLSource) {
        self.open = open
    }

    /// A registry that knows every kind of connection.
    package convenience init() {
        self.init { connection in
            switch connection.kind {
            case .sqlite: SQLiteSource(path: connection.location)
            }
        }
    }

    /// The source of a connection. When the connection was changed since, its former source is closed.
    package func source(for connection: Connection) async -> any SQLSource {
        let (source, former) = sources.withLock { sources -> (any SQLSource, (any SQLSource)?) in
            let known = sources[connection.id]
            if let known, known.connection == connection {
                return (known.source, nil)
            }
            let source = open(connection)
            sources[connection.id] = (connection, source)
            return (source, known?.source)
        }
        await former?.close()
        return source
    }

    package func close() async {
        let sources = sources.withLock { sources in
            defer { sources = [:] }
            return sources.values.map(\.source)
        }
        for source in sources {
            await source.close()
        }
    }
}
