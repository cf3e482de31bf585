/// How much one listener and one call may take.
package struct GatewayLimits: Sendable {
    /// A call from its first byte to its answer; the vendor's default.
    package var callTime = Duration.seconds(60)
    /// Bytes of a request's body. Parameters are small; what is larger is no call of an API.
    package var bodyByteCount = 2 << 20
    /// Rows of one answer; the vendor's bound for pages of a script.
    package var rowCount = 2_000
    /// Bytes of all values of one answer, which is held in memory until it is recorded.
    package var answerByteCount = 32 << 20
    /// Open connections; together with the bytes of a body it bounds what callers can make the listener hold.
    package var connectionCount = 1_024
    /// How long a connection may be silent between two calls.
    package var idleTime = Duration.seconds(75)
    /// How long a caller may go on sending after a refusal that came before the end of the body, so that it can read
    /// the answer before the connection closes.
    package var lingerTime = Duration.seconds(5)

    package init() {}
}
