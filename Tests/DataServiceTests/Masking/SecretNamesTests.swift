import DataService
import Logbook
import Testing

struct SecretNamesTests {
    @Test(arguments: [
        "password", "userPassword", "X-Auth-Token", "client_secret", "API-KEY", "apiKey", "api.key", "x-amz-signature",
        "pwd", "PWD", "ak", "sk", "Set-Cookie", "access_token", "Authorization", "private_key", "JSESSIONID",
        "pass word",
    ])
    func `a name that stands for a secret is known`(name: String) {
        #expect(SecretNames.contains(name))
        #expect(SecretNames.masked(name, "hunter2").value == SecretNames.mask)
    }

    @Test(arguments: ["key", "keyword", "passenger", "task", "author", "id", "name", "compass", "", "密码"])
    func `a name of everyday data is left alone`(name: String) {
        #expect(!SecretNames.contains(name))
    }

    @Test func `recorded headers hold what was asked, not how and not by whom`() {
        let headers: [AccessDetail.Pair] = [
            .init(name: "Host", value: "h"), .init(name: "X-Language", value: "en-us"),
            .init(name: "Accept", value: "*/*"),
            .init(name: "Authorization", value: "SDK-HMAC-SHA256 Access=a"), .init(name: "X-AUTH-TOKEN", value: "MII"),
            .init(name: "x-authorization", value: "s"), .init(name: "Cookie", value: "a=b"),
            .init(name: "X-Security-Token", value: "t"), .init(name: "X-Client-Secret", value: "s"),
            .init(name: "content-length", value: "3"),
        ]
        #expect(
            RecordedHeaders.pairs(of: headers) == [
                .init(name: "x-language", value: "en-us"), .init(name: "accept", value: "*/*"),
                .init(name: "x-client-secret", value: "******"),
            ])
    }
}
