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
    ].map { Array($0.utf8) }
    private static let wholes = ["pwd", "pass", "jwt", "ak", "sk", "auth", "session"].map { Array($0.utf8) }

    package static func contains(_ name: String) -> Bool {
        // On bytes: every recorded call asks this of each of its names.
        let plain = (name.utf8.allSatisfy { $0 < 0x80 } ? name : name.lowercased()).utf8.compactMap(plainByte)
        return wholes.contains(plain) || parts.contains { plain.contains($0) }
    }

    /// `nil` for what does not count.
    private static func plainByte(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: " "): nil
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        default: byte
        }
    }

    /// The pair as it may be recorded.
    package static func masked(_ name: String, _ value: String) -> AccessDetail.Pair {
        AccessDetail.Pair(name: name, value: contains(name) ? mask : value)
    }
}

extension [UInt8] {
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        guard let first = part.first, count >= part.count else { return part.isEmpty }
        return (0...count - part.count).contains { start in
            self[start] == first && self[start..<start + part.count].elementsEqual(part)
        }
    }
}
