import ArgumentParser
import DaybookHTTP
import Foundation
import Logbook
import Logging
import SegmentStore

/// `daybook segments`: lists what is sealed, by itself or through the running server.
struct SegmentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segments",
        abstract: "Lists the sealed segments, the newest first.",
        discussion: """
            Asks the server that runs on the data folder; opens the folder itself when none runs. The root is that of
            the hash tree over the segment's records.
            """
    )

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case access, audit
    }

    @OptionGroup var data: FolderOption

    @Flag(help: "Prints one JSON object.")
    var json = false

    @Option(help: "Segments of this kind only: access or audit.")
    var stream: Kind?

    @Option(help: ArgumentHelp("Segments of this cluster only.", valueName: "id"))
    var cluster: String?

    @Option(help: ArgumentHelp("Segments of this instance only.", valueName: "id"))
    var instance: String?

    @Option(help: ArgumentHelp("Segments of this node of an instance only.", valueName: "id"))
    var node: String?

    func validate() throws {
        guard cluster == nil || instance == nil && node == nil && stream != .audit,
            instance == nil && node == nil || stream != .access
        else { throw ValidationError("--cluster is for access logs, --instance and --node are for audit logs") }
    }

    func run() async throws {
        let segments = try await list()
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try StandardOutput.write(String(decoding: try encoder.encode(segments), as: UTF8.self) + "\n")
        } else {
            let table = TableFormat(width: TerminalWidth.current, offset: .zero)
            let rows = segments.segments.map(\.row)
            try StandardOutput.write(try table.text(of: rows, under: SegmentBody.columns, isFirst: true))
        }
    }

    private var kind: Logbook.Stream.Kind? {
        if stream == .access || cluster != nil {
            return .access
        }
        return stream == .audit || instance != nil || node != nil ? .audit : nil
    }

    private func list() async throws -> SegmentList {
        let folder = data.folder
        try folder.demandInstalled()
        do {
            var logger = Logger(label: "daybook")
            logger.logLevel = .error
            let store = try await folder.openStore(logger: logger)
            let streams = StreamSelection(kind: kind, source: cluster ?? instance, node: node)
            let segments = try await store.segments(SegmentQuery(streams: streams)).segments
            await store.close()
            return SegmentList(segments)
        } catch let error as LogStoreError where error.code == .inUse {
            let server = try RunningServer(folder: folder, settings: try await Settings(folder: folder))
            var query = URLComponents()
            query.queryItems = [
                ("kind", kind.map { $0 == .access ? "access" : "audit" }), ("source", cluster ?? instance),
                ("node", node),
            ]
            .compactMap { name, value in value.map { URLQueryItem(name: name, value: $0) } }
            let body = try await server.get("/daybook/v1/segments?" + (query.percentEncodedQuery ?? ""))
            return try JSONDecoder().decode(SegmentList.self, from: Data(body.utf8))
        }
    }
}

extension SegmentBody {
    fileprivate static let columns: [QuestionAnswer.Column] = [
        .init(name: "kind", type: .text), .init(name: "source", type: .text), .init(name: "node", type: .text),
        .init(name: "closed", type: .time), .init(name: "from", type: .time), .init(name: "to", type: .time),
        .init(name: "records", type: .integer), .init(name: "bytes", type: .integer),
        .init(name: "root", type: .text),
    ]

    fileprivate var row: [Cell] {
        [
            .text(kind), .text(source), .text(node), .text(Timestamp(milliseconds: closed).text()),
            .text(Timestamp(milliseconds: startTime).text()), .text(Timestamp(milliseconds: endTime).text()),
            .integer(Int128(lastSequence - firstSequence + 1)), .integer(Int128(fileSize)), .text(root),
        ]
    }
}
