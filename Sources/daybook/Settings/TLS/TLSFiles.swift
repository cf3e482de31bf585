import Foundation
import NIOSSL

/// Reads certificates and keys, and says in plain words what is wrong with a file.
struct TLSFiles {
    /// Names are relative to it, or whole paths.
    let folder: DataFolder

    /// A certificate with those between it and a root, and the key that belongs to it.
    struct Identity {
        let chain: [NIOSSLCertificate]
        let key: NIOSSLPrivateKey
    }

    func identity(certificate: String, key: String) throws -> Identity {
        let keyPath = folder.path(of: key)
        let chain = try certificates(certificate, "certificate")
        let content = try content(of: key, "key")
        let privateKey: NIOSSLPrivateKey
        do {
            privateKey = try NIOSSLPrivateKey(bytes: content, format: .pem)
        } catch {
            throw CommandError("no key can be read from \(keyPath): it has to be PEM without a passphrase")
        }
        do {
            let configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw CommandError(
                "the key in \(keyPath) does not belong to the certificate in \(folder.path(of: certificate))")
        }
        return Identity(chain: chain, key: privateKey)
    }

    func authorities(_ file: String) throws -> [NIOSSLCertificate] {
        try certificates(file, "CA file")
    }

    private func certificates(_ file: String, _ what: String) throws -> [NIOSSLCertificate] {
        let content = try content(of: file, what)
        let certificates: [NIOSSLCertificate]
        do {
            certificates = try NIOSSLCertificate.fromPEMBytes(content)
        } catch {
            throw CommandError("no certificate can be read from \(folder.path(of: file)): it has to be PEM")
        }
        guard !certificates.isEmpty else {
            throw CommandError("there is no certificate in \(folder.path(of: file))")
        }
        return certificates
    }

    private func content(of file: String, _ what: String) throws -> [UInt8] {
        let path = folder.path(of: file)
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch let error as CocoaError {
            throw CommandError("cannot read the \(what) \(path): \(error.reason)")
        }
    }
}
