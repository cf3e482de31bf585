internal import Glibc
import NIOCore
import NIOPosix

/// Why a connection could not be made, in words for the person who runs the server.
func describeConnectError(_ error: any Error, timeout: TimeAmount) -> String {
    switch error {
    case let error as NIOConnectionError:
        if let first = error.connectionErrors.first {
            return describeConnectError(first.error, timeout: timeout)
        }
        return error.dnsAError == nil && error.dnsAAAAError == nil ? "no address" : "the host name is not known"
    case ChannelError.connectTimeout:
        return "no answer within \(timeout.nanoseconds / 1_000_000_000) s"
    case let error as IOError where error.errnoCode == ECONNREFUSED:
        return "connection refused"
    case let error as IOError where error.errnoCode == EHOSTUNREACH || error.errnoCode == ENETUNREACH:
        return "no route to the host"
    default:
        return "\(error)"
    }
}

/// Why a listener could not be opened.
func describeBindError(_ error: any Error) -> String {
    switch (error as? IOError)?.errnoCode {
    case EADDRINUSE: "the port is taken"
    case EACCES: "the port needs more rights"
    case EADDRNOTAVAIL: "this machine does not have the address"
    default: "\(error)"
    }
}
