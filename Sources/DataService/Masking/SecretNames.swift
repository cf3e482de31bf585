package import Logbook

/// Tells by its name whether a header, parameter or body field holds a secret.
///
/// The rule, for names compared without case and without `-`, `_`, `.` and spaces:
/// - a name that contains `password`, `passwd`, `passphrase`, `secret`, `token`, `credential`, `signature`,
///   `authorization`, `cookie`, `apikey`, `appkey`, `accesskey`, `privatekey` or `sessionid` is a secret's;
/// - so is a name that is exactly `pwd`, `pass`, `jwt`, `ak`, `sk`, `auth` or `session`.
///
/// `key` alone is not on the list: it is what many tables call the thing that is asked for.
/// Values under secret names are shown as `mask` wherever the call is recorded, the SQL included.
package enum SecretNames {
    package static let mask = "******"

    private static let parts = [
        "password", "passwd", "passphrase", "secret", "token", "credential", "signature", "authorization", "cookie",
        "apikey", "appkey", "accesskey", "privatekey", "sessionid",
    ]
    private static let wholes: Set<String> = ["pwd", "pass", "jwt", "ak", "sk", "auth", "session"]

    package static func contains(_ name: String) -> Bool {
        let plain = name.lowercased().filter { !"-_. ".contains($0) }
        return wholes.contains(plain) || parts.contains { plain.contains($0) }
    }

    /// The pair as it may be recorded.
    package static func masked(_ name: String, _ value: String) -> AccessDetail.Pair {
        AccessDetail.Pair(name: name, value: contains(name) ? mask : value)
    }
}
