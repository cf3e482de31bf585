import Testing

@testable import daybook

@Suite struct UpstreamAddressesTests {
    @Test(arguments: [
        ("mongodb://db", "mongodb://db:27017"),
        ("mongodb://db:27018/", "mongodb://db:27018"),
        ("mongodb://10.0.0.1:1,b.example,c:65535", "mongodb://10.0.0.1:1,b.example:27017,c:65535"),
        ("mongodb://[::1]:27017,[fe80::1]", "mongodb://[::1]:27017,[fe80::1]:27017"),
    ])
    func `hosts are read with their ports`(text: String, read: String) throws {
        let upstream = try UpstreamAddresses(mongodbURL: text)
        #expect(upstream.description == read)
        #expect(try UpstreamAddresses(mongodbURL: read) == upstream)
    }

    @Test(arguments: [
        "", "mongodb://", "mongodb:///", "mongodb://,", "mongodb://a,", "mongodb://a,,b", "mongodb://a,a:27017",
        "mongodb+srv://a", "http://a", "a:1", "mongodb://user:secret@a", "mongodb://a,user@b", "mongodb://a/shop",
        "mongodb://a/?tls=true", "mongodb://a,b?replicaSet=rs", "mongodb://a:0", "mongodb://a:65536", "mongodb://a:x",
        "mongodb://a b", "mongodb://a#b", "mongodb://" + (0...50).map { "h\($0)" }.joined(separator: ","),
    ])
    func `what has no meaning for a node is refused`(text: String) {
        #expect(throws: UpstreamAddresses.FormError.self) { try UpstreamAddresses(mongodbURL: text) }
    }
}
