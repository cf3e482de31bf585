package import DocumentAudit

/// What the control plane tells the rest of the house, and asks it.
package struct ControlPlaneHooks: Sendable {
    /// An instance has a new audit policy: its running nodes follow it when this returns.
    package var policyChanged: @Sendable (_ instance: String, _ policy: AuditPolicy) async -> Void
    /// The settings of an instance are these now: its running nodes follow them when this returns.
    package var settingsChanged: @Sendable (_ instance: String, _ settings: InstanceSettings) async -> Void
    /// Whether records can be kept now; decides what `/health` answers.
    package var isHealthy: @Sendable () async -> Bool
    /// Whether the certificates in use are those that the files have; `/health` says so when they are not.
    package var hasCurrentCertificates: @Sendable () async -> Bool
    /// Whether the audit files in the settings are followed; `/health` says so when one is not.
    package var areFilesFollowed: @Sendable () async -> Bool

    package init(
        policyChanged: @escaping @Sendable (_ instance: String, _ policy: AuditPolicy) async -> Void = { _, _ in },
        settingsChanged: @escaping @Sendable (_ instance: String, _ settings: InstanceSettings) async -> Void = {
            _, _ in
        },
        isHealthy: @escaping @Sendable () async -> Bool = { true },
        hasCurrentCertificates: @escaping @Sendable () async -> Bool = { true },
        areFilesFollowed: @escaping @Sendable () async -> Bool = { true }
    ) {
        self.policyChanged = policyChanged
        self.settingsChanged = settingsChanged
        self.isHealthy = isHealthy
        self.hasCurrentCertificates = hasCurrentCertificates
        self.areFilesFollowed = areFilesFollowed
    }
}
