import NIOCore
import NIOPosix

/// Finds ports that nobody listens on.
enum FreePorts {
    /// Puts a free port of the loopback interface in the place of each 0. They are all held while the search lasts,
    /// so they differ; another process may still take one before it is used.
    static func resolve(_ ports: [Int]) async throws -> [Int] {
        var listeners: [any Channel] = []
        var resolved: [Int] = []
        for port in ports {
            guard port == 0 else {
                resolved.append(port)
                continue
            }
            let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .bind(host: Installer.loopback, port: 0).get()
            listeners.append(listener)
            guard let found = listener.localAddress?.port else {
                throw CommandError("no free port can be found; name the ports")
            }
            resolved.append(found)
        }
        for listener in listeners {
            try await listener.close()
        }
        return resolved
    }
}
