// swift-tools-version: 6.2
import PackageDescription

// The sources of the targets under test are linked into this package: their API has package access, and the fuzzers
// then need few of the dependencies of the server.
let package = Package(
    name: "fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        .systemLibrary(name: "CChecksum"),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        subject("Parquet", ["CChecksum", "CZstd"]),
        subject("Logbook"),
        subject("Evidence", ["Logbook", crypto()]),
        subject("DataService", ["Logbook"]),
        subject("DocumentAudit", ["Logbook"]),
        subject("Identity", ["Logbook", crypto(), .product(name: "CryptoExtras", package: "swift-crypto")]),
        subject("MongoWire", [.product(name: "NIOCore", package: "swift-nio")]),
        subject(
            "SegmentStore",
            [
                "CChecksum", "Evidence", "Logbook", "Parquet",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        subject("FuzzInput"),
        fuzzer("FuzzParquet", ["Parquet"]),
        fuzzer("FuzzRecords", ["FuzzInput", "Logbook"]),
        fuzzer("FuzzStore", ["Evidence", "FuzzInput", "Logbook", "Parquet", "SegmentStore"]),
        fuzzer("FuzzTexts", ["DataService", "DocumentAudit", "Evidence", "FuzzInput", "Identity", "Logbook"]),
        fuzzer(
            "FuzzWire",
            ["FuzzInput", "MongoWire", .product(name: "NIOCore", package: "swift-nio")]),
    ],
    swiftLanguageModes: [.v6]
)

func crypto() -> Target.Dependency {
    .product(name: "Crypto", package: "swift-crypto")
}

func subject(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings())
}

func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies,
        swiftSettings: settings() + [.unsafeFlags(["-parse-as-library"])],
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])])
}

func settings() -> [SwiftSetting] {
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableExperimentalFeature("Lifetimes"),
        // Some decoders are no business of other targets.
        .unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"]),
    ]
}
