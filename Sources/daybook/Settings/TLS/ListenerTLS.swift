import NIOSSL

/// What a listener with TLS needs: who it is, and whom it lets in.
///
/// The same four keys for each of the listeners, below `control.tls`, `gateway.tls` and `document.tls`:
/// - `certificate-file`: its certificate, followed by those between it and a root, as PEM. Without it there is no TLS.
/// - `key-file`: the certificate's key as PEM, without a passphrase.
/// - `client-ca-file`: the authorities whose client certificates are good. Not set: no client is asked for one.
/// - `client-certificates`: `required` (the default) or `optional`.
struct ListenerTLS: Hashable, Sendable {
    var certificateFile: String
    var keyFile: String
    var clientAuthorityFile: String?
    var requiresClientCertificate: Bool

    /// - Returns: `nil` where nothing below the group of keys is set.
    /// - Throws: `SettingsError` for a group that is not whole.
    init?(_ group: SettingsGroup) throws {
        let certificate = try group.text("certificate-file")
        let key = try group.text("key-file")
        clientAuthorityFile = try group.text("client-ca-file")
        let demand = try group.choice("client-certificates", of: ["required", "optional"])
        guard let certificate, let key else {
            let missing = certificate == nil ? "certificate-file" : "key-file"
            guard certificate == nil, key == nil, clientAuthorityFile == nil, demand == nil else {
                throw group.error(missing, "is missing: TLS needs a certificate and its key")
            }
            return nil
        }
        guard demand == nil || clientAuthorityFile != nil else {
            throw group.error("client-ca-file", "is missing: client certificates need the authorities that sign them")
        }
        certificateFile = certificate
        keyFile = key
        requiresClientCertificate = demand != "optional"
    }

    var files: [String] { [certificateFile, keyFile] + [clientAuthorityFile].compactMap(\.self) }

    /// Reads the files.
    ///
    /// - Throws: `CommandError`, which names the file and what is wrong with it.
    func configuration(in folder: DataFolder) throws -> TLSConfiguration {
        let files = TLSFiles(folder: folder)
        let identity = try files.identity(certificate: certificateFile, key: keyFile)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: identity.chain.map { .certificate($0) }, privateKey: .privateKey(identity.key))
        configuration.minimumTLSVersion = .tlsv12
        if let clientAuthorityFile {
            configuration.trustRoots = .certificates(try files.authorities(clientAuthorityFile))
            configuration.certificateVerification =
                requiresClientCertificate ? .noHostnameVerification : .optionalVerification
        }
        return configuration
    }

    /// What a command on the same machine needs to speak with the listener.
    ///
    /// The address is one that this machine listens on, so nothing leaves the machine, and the certificate may name any
    /// other: it is not checked. The command shows the listener's own certificate where one is wanted.
    func configurationOfNeighbour(in folder: DataFolder) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        if clientAuthorityFile != nil {
            let identity = try TLSFiles(folder: folder).identity(certificate: certificateFile, key: keyFile)
            configuration.certificateChain = identity.chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(identity.key)
        }
        return configuration
    }
}
