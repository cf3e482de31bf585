import ArgumentParser
import Catalog
import DataService
import DocumentAudit
import Logbook
import Retention

/// The cluster or the instance that a command is about.
struct SourceOption: ParsableArguments {
    @Option(help: ArgumentHelp("The id of a cluster: its access log.", valueName: "id"))
    var cluster: String?

    @Option(help: ArgumentHelp("The id of an instance: its audit logs.", valueName: "id"))
    var instance: String?

    /// - Throws: when not exactly one is named.
    func demandOne() throws {
        guard (cluster == nil) != (instance == nil) else {
            throw ValidationError("name either --cluster or --instance")
        }
    }

    /// The one that is named; which `demandOne` has made sure of.
    func one(in catalog: Catalog) async throws -> LogSource {
        guard let source = try await find(in: catalog) else {
            throw ValidationError("name either --cluster or --instance")
        }
        return source
    }

    /// - Returns: `nil` when none is named.
    func find(in catalog: Catalog) async throws -> LogSource? {
        if let cluster {
            guard let found = try await catalog.clusters().first(where: { $0.id == cluster }) else {
                throw CommandError("there is no such cluster")
            }
            return LogSource(kind: .access, project: found.project, id: found.id)
        }
        if let instance {
            guard let found = try await catalog.instances().first(where: { $0.id == instance }) else {
                throw CommandError("there is no such instance")
            }
            return LogSource(found)
        }
        return nil
    }
}

extension LogSource {
    /// Where the routes of the source begin.
    var path: String {
        let folder =
            switch kind {
            case .access: "clusters"
            case .audit: "instances"
            }
        return "/daybook/v1/\(project)/\(folder)/\(id)"
    }

    /// The source as a query of a route.
    var query: String {
        switch kind {
        case .access: "cluster_id=\(id)"
        case .audit: "instance_id=\(id)"
        }
    }
}
