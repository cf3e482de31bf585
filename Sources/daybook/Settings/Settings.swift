import Configuration
import Logbook
import Logging
import Retention
import SystemPackage

/// Everything that can be set, read once at start.
///
/// A key is looked for in the environment first (`control.port` is `DAYBOOK_CONTROL_PORT`), then in `daybook.yaml` of
/// the data folder; options of the command line stand above both.
struct Settings: Sendable {
    /// `control.host`, `control.port`: where the two cloud APIs are served. 127.0.0.1 and 8180.
    var control: Address
    /// `control.tls`: see `ListenerTLS`. Not set: no TLS.
    var controlTLS: ListenerTLS?
    /// `gateway.tls`: the same for the gateways of all clusters.
    var gatewayTLS: ListenerTLS?
    /// `control.public-url`: scheme, host and port that links show, such as `https://audit.example.com`. Not set: what
    /// the caller used.
    var publicURL: String?
    /// `region`: the region's id that instances and the service catalog show. cn-north-4.
    var region: String
    /// `document`: what can be set for nodes.
    private let nodes: @Sendable (String) throws -> NodeSettings
    /// A MongoDB URL from the command line, which stands above every setting.
    var upstream: UpstreamAddresses?
    /// `log.segment-minutes`: an open segment is closed when its oldest record is as old. 60, from 1 to 1440.
    var segmentAge: Duration
    /// `log.segment-megabytes`: an open segment is closed when it holds as many megabytes of JSON text (10^6 bytes
    /// each). 20, from 1 to 1024.
    var segmentByteCount: Int
    /// `log.cache-megabytes`: how much of what was read of segments stays in memory for the next question (2^20 bytes
    /// each). 64, from 0 to 1048576.
    var cacheByteCount: Int
    /// `retention.access-days`, `retention.access-megabytes`, `retention.audit-megabytes`: what is kept of sources that
    /// have no rule of their own, in megabytes (10^6 bytes) on disk. Not set: everything.
    var retention: RetentionDefaults
    /// `collect`: audit files that the server follows. None.
    var sources: [CollectSource]
    /// `gateway.call-seconds`: a query that takes longer is stopped. 60, from 1 to 600.
    var callTimeout: Duration
    /// `time-zone`: the offset in which the APIs print times, such as `+0800`. `+0000`.
    var timeZoneOffset: UTCOffset
    /// `log-level`: trace, debug, info, notice, warning, error or critical. info.
    var logLevel: Logger.Level

    /// Up to an exabyte.
    private static let megabyteRange = 1...1_000_000_000_000

    /// - Throws: `SettingsError`, which names the key.
    init(reader: ConfigReader) throws {
        let values = SettingsReader(reader)
        control = Address(
            host: try values.text("control.host", default: "127.0.0.1"),
            port: try values.number("control.port", default: 8180, in: 1...65_535))
        controlTLS = try ListenerTLS(SettingsGroup(values, below: "control.tls"))
        gatewayTLS = try ListenerTLS(SettingsGroup(values, below: "gateway.tls"))
        publicURL = try values.optional("control.public-url") { $0 }
        region = try values.text("region", default: "cn-north-4")
        // What is set for all nodes is checked also where there is no node.
        _ = try NodeSettings(values)
        nodes = { instance in try NodeSettings(values, instance: instance) }
        segmentAge = .seconds(60 * (try values.number("log.segment-minutes", default: 60, in: 1...1440)))
        segmentByteCount = (try values.number("log.segment-megabytes", default: 20, in: 1...1024)) * 1_000_000
        cacheByteCount = (try values.number("log.cache-megabytes", default: 64, in: 0...1 << 20)) << 20
        retention = RetentionDefaults(
            access: RetentionLimits(
                days: try values.number("retention.access-days", in: RetentionRule.dayRange),
                bytes: try values.number("retention.access-megabytes", in: Self.megabyteRange).map { $0 * 1_000_000 }),
            auditBytes: try values.number("retention.audit-megabytes", in: Self.megabyteRange).map { $0 * 1_000_000 })
        sources = try CollectSource.all(values)
        callTimeout = .seconds(try values.number("gateway.call-seconds", default: 60, in: 1...600))
        let zone = try values.text("time-zone", default: "+0000")
        guard let timeZoneOffset = UTCOffset(text: zone) else {
            throw SettingsError(key: "time-zone", reason: "has to be written like +0800")
        }
        self.timeZoneOffset = timeZoneOffset
        let level = try values.text("log-level", default: "info")
        guard let known = Logger.Level(rawValue: level) else {
            throw SettingsError(key: "log-level", reason: "is none of trace, debug, info, notice, warning, error")
        }
        logLevel = known
    }

    /// What is set for the nodes of an instance.
    ///
    /// - Throws: `SettingsError`, which names the key.
    func nodes(of instance: String) throws -> NodeSettings {
        var settings = try nodes(instance)
        settings.upstream = upstream ?? settings.upstream
        return settings
    }

    /// Reads the settings of a data folder and of the environment.
    init(folder: DataFolder) async throws {
        let file: FileProvider<YAMLSnapshot>
        do {
            file = try await FileProvider<YAMLSnapshot>(filePath: .init(folder.settings))
        } catch {
            throw CommandError("cannot read \(folder.settings): \(error)")
        }
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "daybook")
        try self.init(reader: ConfigReader(providers: [environment, file]))
    }
}
