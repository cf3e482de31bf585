import NIOSSL

/// How a node speaks TLS with its server. Keys below `document.upstream-tls`:
/// - `enabled`: true or false. false.
/// - `ca-file`: the authorities that sign servers' certificates, as PEM. Not set: those that the system trusts.
/// - `verify-host-name`: whether the server's certificate has to name the upstream host. true.
/// - `certificate-file`, `key-file`: what the node shows a server that asks for a certificate. Not set: nothing.
struct UpstreamTLS: Hashable, Sendable {
    var authorityFile: String?
    var verifiesHostName: Bool
    var certificateFile: String?
    var keyFile: String?

    /// - Returns: `nil` where TLS is not enabled.
    /// - Throws: `SettingsError` for a group that makes no sense.
    init?(_ group: SettingsGroup) throws {
        let isEnabled = try group.flag("enabled") ?? false
        authorityFile = try group.text("ca-file")
        verifiesHostName = try group.flag("verify-host-name") ?? true
        certificateFile = try group.text("certificate-file")
        keyFile = try group.text("key-file")
        guard (certificateFile == nil) == (keyFile == nil) else {
            let missing = certificateFile == nil ? "certificate-file" : "key-file"
            throw group.error(missing, "is missing: a certificate and its key belong together")
        }
        guard isEnabled else {
            guard authorityFile == nil, certificateFile == nil else {
                throw group.error("enabled", "is not true, but files for TLS are set")
            }
            return nil
        }
    }

    var files: [String] { [authorityFile, certificateFile, keyFile].compactMap(\.self) }

    /// Reads the files.
    ///
    /// - Returns: the configuration, and the certificate that the node shows.
    /// - Throws: `CommandError`, which names the file and what is wrong with it.
    func configuration(in folder: DataFolder) throws -> (TLSConfiguration, certificate: NIOSSLCertificate?) {
        let files = TLSFiles(folder: folder)
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let authorityFile {
            configuration.trustRoots = .certificates(try files.authorities(authorityFile))
        }
        if !verifiesHostName {
            configuration.certificateVerification = .noHostnameVerification
        }
        guard let certificateFile, let keyFile else {
            return (configuration, nil)
        }
        let identity = try files.identity(certificate: certificateFile, key: keyFile)
        configuration.certificateChain = identity.chain.map { .certificate($0) }
        configuration.privateKey = .privateKey(identity.key)
        return (configuration, identity.chain.first)
    }
}
