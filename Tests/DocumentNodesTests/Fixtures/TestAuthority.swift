import Crypto
import DocumentNodes
import NIOSSL
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Signs certificates that are good for the time of a test.
struct TestAuthority {
    struct Identity {
        let certificate: NIOSSLCertificate
        let key: NIOSSLPrivateKey
    }

    private let key = P256.Signing.PrivateKey()
    private let name: DistinguishedName
    let certificate: NIOSSLCertificate

    init(_ name: String = "authority") throws {
        self.name = try DistinguishedName { CommonName(name) }
        certificate = try Self.sign(
            self.name, Certificate.PublicKey(key.publicKey), issuer: self.name, key: key,
            extensions: Certificate.Extensions { Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil)) }
        )
    }

    func issue(_ subject: DistinguishedName) throws -> Identity {
        let own = P256.Signing.PrivateKey()
        let certificate = try Self.sign(
            subject, Certificate.PublicKey(own.publicKey), issuer: name, key: key,
            extensions: Certificate.Extensions { SubjectAlternativeNames([.dnsName("localhost")]) }
        )
        return Identity(
            certificate: certificate,
            key: try NIOSSLPrivateKey(bytes: Array(own.pemRepresentation.utf8), format: .pem))
    }

    /// Of a node whose certificate this authority signs.
    func listener(requiresCertificate: Bool = false) throws -> NIOSSLContext {
        let identity = try issue(DistinguishedName { CommonName("node") })
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(identity.certificate)], privateKey: .privateKey(identity.key))
        if requiresCertificate {
            configuration.trustRoots = .certificates([certificate])
            configuration.certificateVerification = .noHostnameVerification
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// Of a client that trusts this authority.
    func client(showing identity: Identity? = nil) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates([certificate])
        if let identity {
            configuration.certificateChain = [.certificate(identity.certificate)]
            configuration.privateKey = .privateKey(identity.key)
        }
        return try NIOSSLContext(configuration: configuration)
    }

    private static func sign(
        _ subject: DistinguishedName, _ publicKey: Certificate.PublicKey, issuer: DistinguishedName,
        key: P256.Signing.PrivateKey, extensions: Certificate.Extensions
    ) throws -> NIOSSLCertificate {
        let now = Date.now
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
            notValidBefore: now.addingTimeInterval(-3_600), notValidAfter: now.addingTimeInterval(86_400),
            issuer: issuer, subject: subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: Certificate.PrivateKey(key))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return try NIOSSLCertificate(bytes: serializer.serializedBytes, format: .der)
    }
}
