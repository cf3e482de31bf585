internal import Glibc
import NIOCore

extension NIOBSDSocket.Option {
    /// Seconds of silence before the first question; see tcp(7).
    static let keepAliveIdle = NIOBSDSocket.Option(rawValue: TCP_KEEPIDLE)
    /// Seconds between two questions.
    static let keepAliveInterval = NIOBSDSocket.Option(rawValue: TCP_KEEPINTVL)
}
