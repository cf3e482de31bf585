import DaybookHTTP
import DaybookTesting
import DocumentAudit
import HTTPTypes
import Logbook
import Testing

@Suite struct InstanceRoutesTests {
    private static let path = "/v3/\(ControlHouse.project)/instances"

    private func house() async throws -> ControlHouse {
        let house = try await ControlHouse()
        for (index, mode) in DocumentInstance.Mode.allCases.enumerated() {
            try await house.documentAudit.save(
                DocumentInstance(
                    id: "instance-\(index)", project: ControlHouse.project, domain: "north-domain",
                    name: "stock-\(mode.rawValue)", mode: mode,
                    created: Timestamp(seconds: 1_600_000_000 + Int64(index)),
                    nodes: []))
        }
        return house
    }

    @Test func `an instance is shown as typed clients want it`() async throws {
        let answer = try await ControlHouse().ask(.get, Self.path, as: .signature("ann"))
        #expect(answer.status == 200)
        #expect(try answer.json.names == ["instances", "total_count"])
        let instance = try #require(try answer.json["instances"]?[0])
        #expect(
            instance.names == [
                "id", "name", "remark", "status", "port", "mode", "region", "datastore", "engine", "created",
                "updated", "db_user_name", "ssl", "vpc_id", "subnet_id", "security_group_id", "backup_strategy",
                "pay_mode", "maintenance_window", "groups", "disk_encryption_id", "enterprise_project_id",
                "time_zone", "actions", "tags",
            ])
        #expect(instance["id"]?.text == ControlHouse.instance)
        #expect(instance["port"] == "8635")
        #expect(instance["pay_mode"] == "0")
        #expect(instance["ssl"] == 0)
        #expect(instance["status"] == "normal")
        #expect(instance["mode"] == "ReplicaSet")
        #expect(instance["region"] == "cn-north-4")
        #expect(instance["created"] == "2019-01-17T07:05:52")
        #expect(instance["datastore"]?["type"] == "DDS-Community")
        #expect(instance["datastore"]?["patch_available"] == false)
        #expect(instance["backup_strategy"]?["keep_days"] == 0)
        #expect(instance["actions"] == [])
        let group = try #require(instance["groups"]?[0])
        #expect(group["type"] == "replica")
        #expect(group["volume"]?["size"] == "0")
        #expect(group["nodes"]?.elements.map { $0["id"]?.text } == [ControlHouse.node, ControlHouse.otherNode])
        #expect(group["nodes"]?[0]?["private_ip"] == "127.0.0.1")
        #expect(group["nodes"]?[0]?["status"] == "normal")
        #expect(group["nodes"]?[0]?["role"] == "unknown")
    }

    @Test(arguments: [
        ("", 4), ("id=\(ControlHouse.instance)", 1), ("id=nothing", 0), ("name=shop", 1), ("name=sho", 0),
        ("name=*sho", 1), ("name=*stock", 3), ("name=%2Astock-S", 2), ("mode=Single", 1), ("mode=Sharding", 1),
        ("mode=ReplicaSet", 2), ("mode=ReplicaSet&name=shop", 1), ("datastore_type=DDS-Community", 4),
        ("datastore_type=DDS-Enhanced", 0), ("vpc_id=v", 0), ("subnet_id=s", 0), ("tags=a,b", 0), ("vpc_id=", 4),
    ])
    func `filters`(query: String, count: Int) async throws {
        let answer = try await house().ask(.get, "\(Self.path)?\(query)")
        #expect(answer.status == 200)
        #expect(try answer.json["instances"]?.elements.count == count)
        #expect(try answer.json["total_count"] == .integer(count))
    }

    @Test func `newest first, in pages`() async throws {
        let house = try await house()
        var ids: [String?] = []
        for offset in 0..<5 {
            let answer = try await house.ask(.get, "\(Self.path)?limit=1&offset=\(offset)")
            #expect(try answer.json["total_count"] == 4)
            ids += try #require(try answer.json["instances"]).elements.map { $0["id"]?.text }
        }
        #expect(ids == ["instance-2", "instance-1", "instance-0", ControlHouse.instance])
    }

    @Test(arguments: [
        "name=*", "mode=replicaset", "datastore_type=mongo", "limit=0", "limit=101", "limit=x", "offset=-1", "offset=x",
    ])
    func `filters that do not exist`(query: String) async throws {
        let answer = try await ControlHouse().ask(.get, "\(Self.path)?\(query)")
        #expect(answer.status == 400)
        #expect(try answer.json["error_code"] == "DBS.200001")
    }

    @Test func `a group's type follows the mode`() async throws {
        let house = try await house()
        for (mode, type) in [("Sharding", "mongos"), ("Single", "single")] {
            let answer = try await house.ask(.get, "\(Self.path)?mode=\(mode)")
            #expect(try answer.json["instances"]?[0]?["groups"]?[0]?["type"]?.text == type)
        }
    }
}
