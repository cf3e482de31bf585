package import NIOSSL
internal import SwiftASN1
internal import X509

/// The TLS of a node's two sides, ready for use: its files have been read, its keys belong to its certificates.
package struct NodeTLS: Sendable {
    /// Of the listener; without it drivers connect in the clear.
    package var listener: NIOSSLContext?
    /// Towards the server; without it the node connects in the clear.
    package var upstream: NIOSSLContext?
    /// The certificate that the node shows its server, where it has one.
    package var upstreamCertificate: NIOSSLCertificate?

    package static let none = NodeTLS()

    package init(
        listener: NIOSSLContext? = nil, upstream: NIOSSLContext? = nil, upstreamCertificate: NIOSSLCertificate? = nil
    ) {
        self.listener = listener
        self.upstream = upstream
        self.upstreamCertificate = upstreamCertificate
    }

    /// Whether a client may log in by certificate.
    ///
    /// The server sees the certificate of the node, whoever the client is: only a client that has shown one with the
    /// same subject may be taken for it. A node without a certificate of its own lends nothing.
    ///
    /// - Parameter client: what the client has shown, if it was verified.
    func admitsCertificateLogin(of client: NIOSSLCertificate?) -> Bool {
        guard let upstreamCertificate else {
            return true
        }
        guard let client, let shown = subject(of: client) else {
            return false
        }
        return shown == subject(of: upstreamCertificate)
    }

    /// - Returns: `nil` for a certificate that cannot be understood.
    private func subject(of certificate: NIOSSLCertificate) -> DistinguishedName? {
        try? Certificate(derEncoded: certificate.toDERBytes()).subject
    }
}
