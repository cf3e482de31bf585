import DaybookHTTP
import DaybookTesting
import HTTPTypes
import Identity
import Testing

@Suite struct DirectoryRoutesTests {
    @Test func `a region finds exactly one project, also for a signature of the date alone`() async throws {
        let house = try await ControlHouse()
        for proof in [Proof.signature("ann"), .token("ann")] {
            let answer = try await house.ask(.get, "/v3/projects?name=cn-north-4", as: proof)
            #expect(answer.status == 200)
            let projects = try #require(try answer.json["projects"])
            #expect(projects.elements.count == 1)
            let project = try #require(projects[0])
            #expect(
                project.names == [
                    "id", "name", "domain_id", "parent_id", "enabled", "is_domain", "description", "links",
                ])
            #expect(project["id"]?.text == ControlHouse.project)
            #expect(project["domain_id"] == "north-domain")
            #expect(project["enabled"] == true)
            #expect(project["is_domain"] == false)
            #expect(project["links"]?["self"]?.text == "http://localhost/v3/projects/\(ControlHouse.project)")
            #expect(try answer.json["links"]?["self"] == "http://localhost/v3/projects")
            #expect(try answer.json["links"]?["next"] == .null)
            #expect(try answer.json["links"]?["previous"] == .null)
        }
    }

    @Test(arguments: [
        ("", 2), ("name=cn-north", 0), ("name=", 0), ("name=cn-south-1", 0), ("domain_id=north-domain", 2),
        ("domain_id=south-domain", 0), ("enabled=true", 2), ("enabled=false", 0), ("is_domain=true", 0),
        ("parent_id=north-domain", 2), ("page=1&per_page=1", 1), ("page=2&per_page=1", 1), ("page=3&per_page=1", 0),
        ("page=1&per_page=5000", 2), ("page=1000000&per_page=5000", 0), ("unknown=1", 2),
    ])
    func `filters and pages of projects`(query: String, count: Int) async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.get, "/v3/projects?\(query)")
        #expect(answer.status == 200)
        #expect(try answer.json["projects"]?.elements.count == count)
    }

    @Test(arguments: ["page=1", "per_page=1", "page=0&per_page=1", "page=1&per_page=5001", "page=a&per_page=1"])
    func `pages that do not exist`(query: String) async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.get, "/v3/projects?\(query)")
        #expect(answer.status == 400)
        #expect(try answer.json["error_code"] == "DAYBOOK.4001")
    }

    @Test func `a caller sees the own domain only`() async throws {
        let house = try await ControlHouse()
        let projects = try await house.ask(.get, "/v3/auth/projects", as: .signature("cid"))
        #expect(try projects.json["projects"]?.elements.map { $0["id"]?.text } == ["south-project"])
        let domains = try await house.ask(.get, "/v3/auth/domains", as: .signature("cid"))
        #expect(try domains.json["domains"]?.elements.map { $0["name"]?.text } == ["south"])
        #expect(try domains.json["domains"]?[0]?.names == ["id", "name", "enabled", "description", "links"])
        let users = try await house.ask(.get, "/v3/users", as: .signature("cid"))
        #expect(try users.json["users"]?.elements.map { $0["name"]?.text } == ["cid"])
    }

    @Test(arguments: [("name=bob", ["bob"]), ("", ["ann", "bob"]), ("enabled=false", []), ("name=cid", [])])
    func `users by name`(query: String, names: [String]) async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.get, "/v3/users?\(query)")
        #expect(try answer.json["users"]?.elements.map { $0["name"]?.text } == names)
        #expect(!answer.text.contains("password\""))
    }

    @Test func `the catalog of a token`() async throws {
        let house = try await ControlHouse()
        let answer = try await house.ask(.get, "/v3/auth/catalog")
        #expect(try answer.json["catalog"]?.elements.map { $0["type"]?.text } == ["identity", "ddsv3"])
        let signed = try await house.ask(.get, "/v3/auth/catalog", as: .signature("ann"))
        #expect(try signed.json["catalog"]?.elements.map { $0["type"]?.text } == ["identity"])
    }

    @Test func `discovery needs no token`() async throws {
        let house = try await ControlHouse()
        let root = try await house.ask(.get, "/", as: .nobody)
        #expect(root.status == 300)
        let version = try #require(try root.json["versions"]?["values"]?[0])
        #expect(version["id"] == "v3.6")
        #expect(version["status"] == "stable")
        #expect(version["links"]?[0]?["href"] == "http://localhost/v3/")
        #expect(version["links"]?[0]?["rel"] == "self")
        #expect(version["media-types"]?[0]?["base"] == "application/json")
        for path in ["/v3", "/v3/"] {
            let answer = try await house.ask(.get, path, as: .nobody)
            #expect(answer.status == 200)
            #expect(try answer.json["version"]?["id"] == "v3.6")
        }
    }
}
