package import Logbook

/// Picks the headers of a call that its record shows.
///
/// Left out are headers that only steer the connection, and those that only prove who calls: neither is a parameter,
/// and the credentials must never be kept. Every other header is recorded under its lower-case name, in the order in
/// which it came, masked where `SecretNames` says so.
package enum RecordedHeaders {
    private static let omitted: Set<String> = [
        "host", "connection", "keep-alive", "proxy-connection", "content-length", "transfer-encoding", "te", "trailer",
        "upgrade", "expect", "accept-encoding",
        "authorization", "x-authorization", "proxy-authorization", "x-auth-token", "x-subject-token",
        "x-security-token", "x-sdk-date", "x-sdk-content-sha256", "cookie",
    ]

    package static func pairs(of headers: some Sequence<AccessDetail.Pair>) -> [AccessDetail.Pair] {
        headers.compactMap { header in
            let name = header.name.lowercased()
            return omitted.contains(name) ? nil : SecretNames.masked(name, header.value)
        }
    }
}
