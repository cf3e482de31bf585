import DaybookHTTP
import DaybookTesting
import HTTPTypes
import Identity
import Logbook
import Testing

@Suite struct OperationRoutesTests {
    @Test func `health is one word`() async throws {
        let healthy = try await ControlHouse().ask(.get, "/health", as: .nobody)
        #expect(healthy.status == 200)
        #expect(healthy.text == #"{"status":"ok"}"#)
        let failing = try await ControlHouse(isHealthy: false).ask(.get, "/health", as: .nobody)
        #expect(failing.status == 503)
        #expect(failing.text == #"{"status":"failing"}"#)
        let old = try await ControlHouse(hasCurrentCertificates: false).ask(.get, "/health", as: .nobody)
        #expect(old.status == 200)
        #expect(old.text == #"{"certificates":"old","status":"ok"}"#)
        let idle = try await ControlHouse(areFilesFollowed: false).ask(.get, "/health", as: .nobody)
        #expect(idle.status == 200)
        #expect(idle.text == #"{"collecting":"failing","status":"ok"}"#)
    }

    @Test func `sealing needs the role of an administrator`() async throws {
        let house = try await ControlHouse()
        #expect(try await house.ask(.post, "/daybook/v1/seal", as: .nobody).status == 401)
        let answer = try await house.ask(.post, "/daybook/v1/seal", as: .signature("bob"))
        #expect(answer.status == 403)
        #expect(try answer.json["error_code"] == "APIGW.0302")
    }

    @Test func `a process seals everything, an administrator what the own domain has`() async throws {
        let house = try await ControlHouse()
        let south = Stream.access(project: "south-project", cluster: "c")
        for stream in [ControlHouse.clusterStream, south] {
            _ = try await house.store.append([.call(at: 0), .call(at: 1)], to: stream, durability: .strict)
        }
        let mine = try await house.ask(.post, "/daybook/v1/seal", as: .signature("ann"))
        #expect(mine.status == 200)
        #expect(try mine.json["segments"]?.elements.map { $0["project"]?.text } == [ControlHouse.project])
        let process = Proof.raw([("X-Auth-Token", try house.issuer.processToken())])
        let rest = try #require(try await house.ask(.post, "/daybook/v1/seal", as: process).json["segments"])
        #expect(rest.elements.count == 1)
        let segment = try #require(rest[0])
        #expect(segment["kind"] == "access")
        #expect(segment["project"] == "south-project")
        #expect(segment["source"] == "c")
        #expect(segment["first_sequence"] == 1)
        #expect(segment["last_sequence"] == 2)
        #expect(segment["start_time"] == 1_704_164_645_000)
        #expect(segment["end_time"] == 1_704_164_646_000)
        #expect(try await house.ask(.post, "/daybook/v1/seal", as: process).text == #"{"segments":[]}"#)
    }

    @Test func `a project's token seals its project`() async throws {
        let house = try await ControlHouse()
        let other = Stream.access(project: "other-project", cluster: "c")
        for stream in [ControlHouse.clusterStream, other] {
            _ = try await house.store.append([.call(at: 0)], to: stream, durability: .strict)
        }
        let answer = try await house.ask(.post, "/daybook/v1/seal")
        #expect(try answer.json["segments"]?.elements.map { $0["project"]?.text } == [ControlHouse.project])
    }
}
