extension InstallationSummary {
    /// The summary for a person.
    func text(folder: DataFolder) -> String {
        var lines = [
            "The data folder \(folder.path) is ready. These credentials are shown once;",
            "they are also in \(folder.credentials), which only you may read.",
            "",
            "  domain      \(domain)",
            "  user        \(user)",
            "  password    \(password)",
            "  access key  \(accessKey)",
            "  secret key  \(secretKey)",
            "  project     \(projectId) (\(projectName))",
            "  workspace   \(workspace)",
        ]
        if let appKey, let appSecret {
            lines += ["  app key     \(appKey)", "  app secret  \(appSecret)"]
        }
        if let checkpointKey {
            lines += ["", "Checkpoints of the project are signed; this key, which is no secret, checks them:"]
            lines += ["  \(checkpointKey)"]
        }
        lines += ["", "Start it with: daybook serve --data '\(folder.path)'", ""]
        return lines.joined(separator: "\n")
    }
}

extension InstallationSummary {
    /// The same with the addresses that count while TLS is set.
    func secured(by settings: Settings) throws -> InstallationSummary {
        var summary = self
        if settings.controlTLS != nil {
            summary.controlUrl = controlUrl.replacing("http://", with: "https://")
        }
        if settings.gatewayTLS != nil {
            summary.gatewayUrl = gatewayUrl.replacing("http://", with: "https://")
        }
        if try settings.nodes(of: instanceId).listenerTLS != nil {
            summary.nodeUrl += "/?tls=true"
        }
        return summary
    }
}
