/// What to paste next, for the person who has just started the server.
struct NextSteps {
    /// The command as it was typed, so that the lines work from the same place.
    let program: String
    let folder: DataFolder
    let summary: InstallationSummary

    var text: String {
        var lines = ["", "Daybook \(Daybook.version) serves \(folder.path).", ""]
        if let api = summary.apis.first(where: { $0.authType == "NONE" }) {
            lines += ["Call a published API:", "  curl '\(summary.gatewayUrl)\(api.path)\(query(of: api))'", ""]
        }
        lines += [
            "Read the access log:",
            "  curl -H \"X-Auth-Token: $(\(program) token --data '\(folder.path)')\" \\",
            "    -H 'workspace: \(summary.workspace)' \\",
            "    '\(summary.controlUrl)/v1/\(summary.projectId)/service/instances/\(summary.clusterId)/accesslog'",
            "",
            "Point a MongoDB driver at \(summary.nodeUrl), then close the audit log file and list:",
            "  \(program) seal --data '\(folder.path)'",
            "",
            "Settings for the SDKs:",
            "  endpoint     \(summary.controlUrl)",
            "  project id   \(summary.projectId)",
            "  workspace    \(summary.workspace)",
            "  cluster id   \(summary.clusterId)",
            "  instance id  \(summary.instanceId)",
            "  access key and secret key are in \(folder.credentials)",
            "",
        ]
        return lines.joined(separator: "\n")
    }

    private func query(of api: InstallationSummary.PublishedAPI) -> String {
        let pairs = api.example.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}
