import Testing

@Suite struct `The picture of the house` {
    @Test func `every import in the sources is an arrow of the picture`() throws {
        let files = try House.sources()
        #expect(Set(files.map(\.target)) == Set(Picture.house.rooms.keys))
        for violation in Picture.house.violations(in: files) {
            Issue.record("\(violation)")
        }
    }

    @Test func `the package declares exactly the arrows of the picture`() throws {
        let manifest = try Manifest(text: House.text(of: "Package.swift"))
        #expect(Set(manifest.targets.keys) == Set(Picture.house.rooms.keys))
        for (name, room) in Picture.house.rooms {
            #expect(manifest.targets[name]?.targets == room.targets, "targets that \(name) depends on")
            #expect(manifest.targets[name]?.products == room.modules, "products that \(name) depends on")
        }
    }

    @Test func `no arrow leads back to where it came from`() {
        var remaining = Picture.house.rooms
        while let ground = remaining.first(where: { $0.value.targets.isDisjoint(with: remaining.keys) }) {
            remaining[ground.key] = nil
        }
        #expect(remaining.keys.isEmpty, "these import each other in a circle")
    }

    @Test(arguments: [
        ("Logbook", "import Foundation"),
        ("Logbook", "internal import FoundationEssentials"),
        ("Logbook", "package import SegmentStore"),
        ("DataService", "@preconcurrency import NIOCore"),
        ("MongoWire", "import struct Foundation.Data"),
        ("DaybookHTTP", "#if DEBUG\n    import GRDB\n#endif"),
        ("DataGateway", "import Logbook; import SegmentStore"),
        ("Identity", "import OpenSSL.Digest"),
    ])
    func `an import that the picture lacks is found`(target: String, text: String) {
        let file = SourceFile(path: "Sources/\(target)/Planted.swift", text: text)
        #expect(Picture.house.violations(in: [file]).count == 1)
    }

    @Test func `a room that the picture lacks is found`() {
        let file = SourceFile(path: "Sources/Cellar/Planted.swift", text: "")
        #expect(
            Picture.house.violations(in: [file]) == ["Sources/Cellar/Planted.swift: the picture has no room Cellar"])
    }

    @Test(arguments: [
        "package import Logbook", "import Synchronization", "// import Foundation", "let a = \"import Foundation\"",
        "/*\nimport Foundation\n*/", "let important = 1",
    ])
    func `what the picture allows, and what is no import, passes`(text: String) {
        let file = SourceFile(path: "Sources/SegmentStore/Planted.swift", text: text)
        #expect(Picture.house.violations(in: [file]) == [])
    }

    @Test func `a manifest is read with all its forms`() {
        let manifest = Manifest(
            text: """
                // .target(name: "Commented"),
                .target(name: "Alone"),
                .target(name: "Short", dependencies: ["Alone"]),
                .executableTarget(
                    name: "long",
                    dependencies: [
                        "Alone", "Short",
                        .product(name: "Some-Product", package: "some-package"),
                    ]
                ),
                .testTarget(name: "Tests", dependencies: ["Short"]),
                """)
        #expect(
            manifest.targets == [
                "Alone": Manifest.Target(),
                "Short": Manifest.Target(targets: ["Alone"]),
                "long": Manifest.Target(targets: ["Alone", "Short"], products: ["Some-Product"]),
            ])
    }
}
