// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses Daybook resolves or builds it. It compiles the rooms that it measures
// from the sources of the house, because what they offer each other is not public.
let package = Package(
    name: "daybook-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .systemLibrary(name: "CChecksum"),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd"),
        .target(name: "Parquet", dependencies: ["CZstd"]),
        .target(name: "Logbook"),
        .target(name: "DataService", dependencies: ["Logbook"]),
        .target(
            name: "SegmentStore",
            dependencies: [
                "CChecksum", "Logbook", "Parquet",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(name: "AccessLogGenerator", dependencies: ["Logbook"]),
        .target(
            name: "Measuring",
            dependencies: ["SegmentStore", .product(name: "Logging", package: "swift-log")]),
        .executableTarget(
            name: "generate-access-records", dependencies: ["AccessLogGenerator", "DataService", "Logbook"]),
        .executableTarget(
            name: "measure-ingest",
            dependencies: [
                "AccessLogGenerator", "DataService", "Logbook", "Measuring", "SegmentStore",
            ]),
        .executableTarget(
            name: "measure-store", dependencies: ["AccessLogGenerator", "Logbook", "Measuring", "SegmentStore"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
    if target.name == "Parquet" {
        target.swiftSettings?.append(.enableExperimentalFeature("Lifetimes"))
    }
}
