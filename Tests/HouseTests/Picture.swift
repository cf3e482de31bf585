/// The picture of the house, as ARCHITECTURE.md draws it: what each target may import. No arrow points up.
///
/// A new arrow is a decision: it is drawn in the document and written here in the same commit.
struct Picture {
    struct Room {
        /// Other targets of the package.
        var targets: Set<String> = []
        /// Modules of other packages.
        var modules: Set<String> = []
        var foundation = Foundation.allowed
    }

    enum Foundation {
        case allowed
        /// The room works on bytes and numbers; Foundation would only make it slower.
        case forbidden
    }

    /// Modules of the toolchain that every room may import. Foundation's have a rule of their own.
    static let toolchain: Set<String> = ["Dispatch", "Glibc", "Synchronization"]
    static let foundation: Set<String> = ["Foundation", "FoundationEssentials"]

    var rooms: [String: Room]

    static let house = Picture(rooms: [
        "daybook": Room(
            targets: [
                "Catalog", "CMalloc", "DataGateway", "DataService", "DaybookHTTP", "DocumentAudit", "DocumentNodes",
                "Evidence", "Identity", "Logbook", "Retention", "SegmentStore", "SQLSource",
            ],
            modules: [
                "ArgumentParser", "AsyncHTTPClient", "Configuration", "GRDB", "Hummingbird", "HummingbirdCore",
                "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL", "ServiceLifecycle",
                "SystemPackage", "UnixSignals",
            ]),
        "DaybookHTTP": Room(
            targets: [
                "CZlib", "CZstd", "DataService", "DocumentAudit", "Evidence", "Identity", "Logbook", "Retention",
            ],
            modules: ["HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore"]),
        "DataGateway": Room(
            targets: ["DataService", "Identity", "Logbook", "SQLSource"],
            modules: ["HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore"]),
        "DocumentNodes": Room(
            targets: ["DocumentAudit", "Logbook", "MongoWire"],
            modules: [
                "DequeModule", "Logging", "NIOCore", "NIOPosix", "NIOSSL", "NIOTLS", "ServiceLifecycle", "SwiftASN1",
                "X509",
            ]),
        "SQLSource": Room(modules: ["GRDB", "GRDBSQLite"]),
        "MongoWire": Room(modules: ["NIOCore"], foundation: .forbidden),
        "DataService": Room(targets: ["Logbook", "StrictJSON"]),
        "DocumentAudit": Room(targets: ["Logbook", "StrictJSON"]),
        "Identity": Room(targets: ["Logbook"], modules: ["Crypto", "CryptoExtras"]),
        "Retention": Room(targets: ["DataService", "DocumentAudit", "Logbook"]),
        "Evidence": Room(targets: ["CChecksum", "Logbook"], modules: ["Crypto"]),
        "Logbook": Room(foundation: .forbidden),
        "StrictJSON": Room(foundation: .forbidden),
        "SegmentStore": Room(
            targets: ["CChecksum", "Evidence", "Logbook", "Parquet"], modules: ["DequeModule", "Logging"],
            foundation: .forbidden),
        "Parquet": Room(targets: ["CChecksum", "CZstd"], foundation: .forbidden),
        "Catalog": Room(
            targets: ["DataService", "DocumentAudit", "Identity", "Logbook", "Retention"], modules: ["GRDB"]),
        "DaybookTesting": Room(
            targets: [
                "DataService", "DocumentAudit", "Evidence", "Identity", "Logbook", "Retention", "SegmentStore",
            ]),
    ])

    /// Rooms with rules only: neither sockets nor files.
    static let domain: Set<String> = ["DataService", "DocumentAudit", "Evidence", "Identity", "Retention"]

    /// Says of each import in the files that the picture does not allow where it is and why it may not be.
    func violations(in files: [SourceFile]) -> [String] {
        files.flatMap { file in
            guard let room = rooms[file.target] else {
                return ["\(file.path): the picture has no room \(file.target)"]
            }
            return Imports(of: file).modules.compactMap { module in
                room.allows(module) ? nil : "\(file.path): \(file.target) may not import \(module)"
            }
        }
    }
}

extension Picture.Room {
    fileprivate func allows(_ module: String) -> Bool {
        if Picture.foundation.contains(module) {
            return foundation == .allowed
        }
        return targets.contains(module) || modules.contains(module) || Picture.toolchain.contains(module)
    }
}
