internal import Glibc
import NIOCore
import NIOPosix
import NIOSSL

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
    case ConnectFailure.closed:
        return "the connection ended at once"
    case ConnectFailure.handshakeTimeout:
        return "no TLS handshake within \(timeout.nanoseconds / 1_000_000_000) s"
    case ConnectFailure.noHandshake:
        return "it does not answer a handshake"
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
        return describeTLSError(error)
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

/// Why a TLS connection failed, told of the other side.
func describeTLSError(_ error: any Error) -> String {
    if let error = error as? NIOSSLExtraError {
        return error == .failedToValidateHostname ? "its certificate does not name this host" : "TLS: \(error)"
    }
    // The library tells its reasons by name only.
    let names = "\(error)"
    let known = [
        ("CERTIFICATE_VERIFY_FAILED", "its certificate is not signed by an authority of the CA file"),
        ("PEER_DID_NOT_RETURN_A_CERTIFICATE", "it has shown no certificate"),
        ("WRONG_VERSION_NUMBER", "it does not speak TLS"),
        ("HTTP_REQUEST", "it does not speak TLS"),
        ("UNSUPPORTED_PROTOCOL", "it speaks no version of TLS that is allowed here"),
        ("UNKNOWN_CA", "it does not trust the certificate that it was shown"),
        ("CERTIFICATE_REQUIRED", "it asks for a certificate"),
        ("EOF", "it ended the TLS handshake"),
    ]
    return known.first { names.contains($0.0) }?.1 ?? "TLS: \(names)"
}

/// Whether the other side went away in the middle of the handshake, without a complaint.
func isEndOfHandshake(_ error: any Error) -> Bool {
    guard case NIOSSLError.handshakeFailed(.sslError(let reasons)) = error else {
        return false
    }
    return reasons.contains(.eofDuringHandshake)
}
