import DocumentAudit
import Logbook

extension FollowedSources.Target {
    /// Finds the streams of sources.
    ///
    /// - Throws: `SettingsError` for an instance or node that is not there, or has to be named.
    static func all(
        _ sources: [CollectSource], among instances: [DocumentInstance], in folder: DataFolder
    ) throws -> [FollowedSources.Target] {
        try sources.map { source in
            let key = "collect.\(source.name)"
            let instance = try only(source.instance, among: instances, \.id, "\(key).instance")
            let node = try only(source.node, among: instance.nodes, \.id, "\(key).node")
            return FollowedSources.Target(
                source: source, path: folder.path(of: source.file),
                stream: .audit(project: instance.project, instance: instance.id, node: node.id))
        }
    }

    /// The one that is named, or the only one.
    private static func only<Element>(
        _ id: String?, among elements: [Element], _ identify: (Element) -> String, _ key: String
    ) throws -> Element {
        let found = elements.filter { id == nil || identify($0) == id }
        guard let first = found.first, found.count == 1 else {
            throw SettingsError(
                key: key,
                reason: id == nil ? "is missing: there is more than one, or none" : "names nothing that there is")
        }
        return first
    }
}
