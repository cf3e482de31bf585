internal import DocumentAudit

struct InstanceList: Encodable {
    var instances: [InstanceBody]
    var totalCount: Int

    enum CodingKeys: String, CodingKey {
        case instances
        case totalCount = "total_count"
    }
}

/// An instance as typed clients want it: `groups` an array, ports and sizes text.
struct InstanceBody: Encodable {
    static let datastoreType = "DDS-Community"

    struct Datastore: Encodable {
        var type = InstanceBody.datastoreType
        /// Daybook does not ask the upstream for its version.
        var version = ""
        var wholeVersion = ""
        var isPatchAvailable = false

        enum CodingKeys: String, CodingKey {
            case type, version
            case wholeVersion = "whole_version"
            case isPatchAvailable = "patch_available"
        }
    }

    struct BackupStrategy: Encodable {
        var startTime = ""
        var keepDays = 0

        enum CodingKeys: String, CodingKey {
            case startTime = "start_time"
            case keepDays = "keep_days"
        }
    }

    struct Group: Encodable {
        var type: String
        var id: String
        var name: String
        var status = "normal"
        var volume: Volume?
        var nodes: [Node]
    }

    struct Volume: Encodable {
        var size = "0"
        var used = "0"
    }

    struct Node: Encodable {
        var id: String
        var name: String
        var status = "normal"
        /// Only the upstream knows which of its members leads at the moment.
        var role = "unknown"
        var privateAddress: String
        var publicAddress = ""
        var specification = ""
        var zone = ""

        enum CodingKeys: String, CodingKey {
            case id, name, status, role
            case privateAddress = "private_ip"
            case publicAddress = "public_ip"
            case specification = "spec_code"
            case zone = "availability_zone"
        }
    }

    struct Tag: Encodable {}

    var id: String
    var name: String
    var remark = ""
    var status = "normal"
    var port: String
    var mode: String
    var region: String
    var datastore = Datastore()
    var engine = "wiredTiger"
    var created: String
    var updated: String
    var userName = "rwuser"
    var ssl = 0
    var vpc = ""
    var subnet = ""
    var securityGroup = ""
    var backupStrategy = BackupStrategy()
    var payMode = "0"
    var maintenanceWindow = ""
    var groups: [Group]
    var diskEncryption = ""
    var enterpriseProject = "0"
    var timeZone = ""
    /// Everything that Daybook does to an instance is done when its answer leaves.
    var actions: [String] = []
    var tags: [Tag] = []

    enum CodingKeys: String, CodingKey {
        case id, name, remark, status, port, mode, region, datastore, engine, created, updated, ssl, groups, actions
        case tags
        case userName = "db_user_name"
        case vpc = "vpc_id"
        case subnet = "subnet_id"
        case securityGroup = "security_group_id"
        case backupStrategy = "backup_strategy"
        case payMode = "pay_mode"
        case maintenanceWindow = "maintenance_window"
        case diskEncryption = "disk_encryption_id"
        case enterpriseProject = "enterprise_project_id"
        case timeZone = "time_zone"
    }

    init(_ instance: DocumentInstance, region: String) {
        id = instance.id
        name = instance.name
        port = instance.nodes.first.map { String($0.port) } ?? ""
        mode = instance.mode.rawValue
        self.region = region
        created = TimeText.printWithoutZone(instance.created)
        updated = created
        let nodes = instance.nodes.map { Node(id: $0.id, name: $0.name, privateAddress: $0.host) }
        switch instance.mode {
        case .sharding: groups = [Group(type: "mongos", id: "", name: "", nodes: nodes)]
        case .replicaSet: groups = [Group(type: "replica", id: "", name: "", volume: Volume(), nodes: nodes)]
        case .single: groups = [Group(type: "single", id: "", name: "", volume: Volume(), nodes: nodes)]
        }
    }
}
