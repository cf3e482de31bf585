package import Hummingbird
internal import Logbook
internal import NIOCore

/// What accompanies a request on its way through the router.
package struct ControlContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// 32 hexadecimal digits; in the header `X-Request-Id` of every answer.
    var requestID = ""
    /// The other end of the connection.
    let remote: AuditEvent.Endpoint

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        let address = source.channel.remoteAddress
        remote = AuditEvent.Endpoint(
            address: address?.ipAddress ?? "", port: address?.port.flatMap(UInt16.init(exactly:)) ?? 0)
    }
}
