package import Hummingbird

/// What accompanies a request on its way through the router.
package struct ControlContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// 32 hexadecimal digits; in the header `X-Request-Id` of every answer.
    var requestID = ""

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }
}
