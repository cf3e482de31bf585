// swift-tools-version: 6.2
import PackageDescription

// The sources of the target under test are linked into this package: its API has package access, and the fuzzer then
// needs none of the server's dependencies.
let package = Package(
    name: "fuzz",
    targets: [
        .systemLibrary(name: "CChecksum"),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "Parquet", dependencies: ["CChecksum", "CZstd"], swiftSettings: settings),
        .executableTarget(
            name: "FuzzParquet", dependencies: ["Parquet"],
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]),
    ],
    swiftLanguageModes: [.v6]
)

var settings: [SwiftSetting] {
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableExperimentalFeature("Lifetimes"),
        .unsafeFlags(["-sanitize=fuzzer,address"]),
    ]
}
