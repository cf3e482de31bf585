// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "daybook",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "daybook", targets: ["daybook"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // MARK: The program
        .executableTarget(
            name: "daybook",
            dependencies: [
                "Catalog", "CMalloc", "DataGateway", "DataService", "DaybookHTTP", "DocumentAudit", "DocumentNodes",
                "Evidence", "Identity", "Logbook", "Retention", "SegmentStore", "SQLSource",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),

        // MARK: What faces the network
        .target(
            name: "DaybookHTTP",
            dependencies: [
                "CZlib", "CZstd", "DataService", "DocumentAudit", "Evidence", "Identity", "Logbook", "Retention",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
        .target(
            name: "DataGateway",
            dependencies: [
                "DataService", "Identity", "Logbook", "SQLSource",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
        .target(
            name: "DocumentNodes",
            dependencies: [
                "DocumentAudit", "Logbook", "MongoWire",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]
        ),
        .target(
            name: "SQLSource",
            dependencies: [
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "MongoWire",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio")
            ]
        ),

        // MARK: The domain: rules, no sockets, no files
        .target(name: "DataService", dependencies: ["Logbook", "StrictJSON"]),
        .target(name: "DocumentAudit", dependencies: ["Logbook", "StrictJSON"]),
        .target(
            name: "Identity",
            dependencies: [
                "Logbook",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]
        ),
        .target(name: "Retention", dependencies: ["DataService", "DocumentAudit", "Logbook"]),
        .target(
            name: "Evidence",
            dependencies: ["CChecksum", "Logbook", .product(name: "Crypto", package: "swift-crypto")]
        ),
        .target(name: "Logbook"),
        .target(name: "StrictJSON"),

        // MARK: What keeps things
        .target(
            name: "SegmentStore",
            dependencies: [
                "CChecksum", "Evidence", "Logbook", "Parquet",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(name: "Parquet", dependencies: ["CChecksum", "CZstd"]),
        .systemLibrary(name: "CChecksum"),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(
            name: "Catalog",
            dependencies: [
                "DataService", "DocumentAudit", "Identity", "Logbook", "Retention",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),

        // MARK: For tests
        .target(
            name: "DaybookTesting",
            dependencies: [
                "DataService", "DocumentAudit", "Evidence", "Identity", "Logbook", "Retention", "SegmentStore",
            ]
        ),
        .testTarget(name: "LogbookTests", dependencies: ["Logbook", "DaybookTesting"]),
        .testTarget(name: "StrictJSONTests", dependencies: ["StrictJSON"]),
        .testTarget(name: "EvidenceTests", dependencies: ["Evidence", "Logbook", "DaybookTesting"]),
        .testTarget(
            name: "SegmentStoreTests",
            dependencies: [
                "SegmentStore", "Evidence", "Logbook", "DaybookTesting",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(name: "IdentityTests", dependencies: ["Identity", "DaybookTesting"]),
        .testTarget(
            name: "CatalogTests",
            dependencies: [
                "Catalog", "DataService", "DocumentAudit", "Identity", "Logbook", "Retention",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(name: "RetentionTests", dependencies: ["Retention", "DaybookTesting"]),
        .testTarget(name: "DataServiceTests", dependencies: ["DataService", "DaybookTesting"]),
        .testTarget(
            name: "SQLSourceTests",
            dependencies: [
                "SQLSource",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "DataGatewayTests",
            dependencies: [
                "DataGateway", "DaybookTesting",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]
        ),
        .testTarget(name: "MongoWireTests", dependencies: ["MongoWire", "DaybookTesting"]),
        .testTarget(name: "DocumentAuditTests", dependencies: ["DocumentAudit", "DaybookTesting"]),
        .testTarget(
            name: "DocumentNodesTests",
            dependencies: [
                "DocumentNodes", "DaybookTesting",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]
        ),
        .testTarget(
            name: "DaybookHTTPTests",
            dependencies: [
                "CZlib", "CZstd", "DaybookHTTP", "DaybookTesting",
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]
        ),
        .testTarget(name: "ParquetTests", dependencies: ["Parquet", "DaybookTesting"]),
        .executableTarget(name: "parquet-probe", dependencies: ["Parquet"], path: "Tests/Interchange/Probe"),
        .executableTarget(
            name: "segment-probe",
            dependencies: [
                "DaybookTesting", "Logbook", "SegmentStore",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Interchange/SegmentProbe"),
        .executableTarget(
            name: "daybook-measure",
            dependencies: [
                "CMalloc", "DataService", "DocumentAudit", "Logbook", "SegmentStore",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Benchmarks/Measure"
        ),
        .testTarget(name: "daybookTests", dependencies: ["daybook", "DaybookHTTP", "Logbook"]),
        .testTarget(name: "HouseTests"),
    ],
    swiftLanguageModes: [.v6]
)

/// Libraries are held to more than the language's defaults; tests are not, where a check's macro would trip over it.
for target in package.targets where target.type != .system {
    var settings: [SwiftSetting] = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
    if target.type != .test, target.name != "DaybookTesting" {
        settings.append(.strictMemorySafety())
    }
    if target.name == "Parquet" {
        // Its cursors borrow the bytes they read, and the compiler checks that they do not outlive them.
        settings.append(.enableExperimentalFeature("Lifetimes"))
    }
    target.swiftSettings = settings
}
