package import Hummingbird
package import Logbook

/// What an operator chooses of the control plane.
package struct ControlPlaneSettings: Sendable {
    package var address: BindAddress
    /// Scheme, host and port that links and the catalog show, such as `https://audit.example.com`; `nil`: the address
    /// that the caller used.
    package var publicURL: String?
    /// Whether callers come over TLS.
    package var isSecured: Bool
    /// The region that instances and the catalog show.
    package var region: String
    /// The zone in which audit logs show their times.
    package var timeZoneOffset: UTCOffset

    package init(
        address: BindAddress, publicURL: String? = nil, isSecured: Bool = false, region: String,
        timeZoneOffset: UTCOffset = .zero
    ) {
        self.address = address
        self.publicURL = publicURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        self.isSecured = isSecured
        self.region = region
        self.timeZoneOffset = timeZoneOffset
    }
}
