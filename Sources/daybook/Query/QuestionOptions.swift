import ArgumentParser
import DaybookHTTP
import Logbook

/// The options that both kinds of question share.
struct QuestionOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The first moment: 2025-01-02T03:04:05Z, 2025-01-02, -15m, now.", valueName: "t"))
    var from: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The first moment that does not count any more.", valueName: "t"))
    var to: String?

    @Option(
        name: .customLong("utc-offset"),
        help: ArgumentHelp("The clock for times without a zone, for days and for the table.", valueName: "+08:00"))
    var offset = "Z"

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp("A condition such as: status_code != 200 and duration > 100.", valueName: "expr"))
    var condition: String?

    @Flag(help: "Prints how many there are, and nothing else.")
    var count = false

    @Option(
        name: .customLong("group-by"),
        help: ArgumentHelp("Sums up by second, minute, 5minutes, hour, day or a field.", valueName: "minute,api_name"))
    var groups: String?

    @Option(
        name: .customLong("aggregate"),
        help: ArgumentHelp("count, or sum, avg, min, max, p99 or distinct of a field.", valueName: "count,p99:duration")
    )
    var aggregates: String?

    @Flag(help: "The oldest first instead of the newest.")
    var oldest = false

    @Option(help: ArgumentHelp("How many at the most.", valueName: "n"))
    var limit = Question.rowCountDefault

    @Option(help: ArgumentHelp("Goes on where an answer ended, with the text that it gave.", valueName: "c"))
    var cursor: String?

    @Option(help: ArgumentHelp("The fields to print.", valueName: "id,duration"))
    var columns: String?

    enum Format: String, EnumerableFlag {
        case table
        case csv
        case json

        static func help(for value: Format) -> ArgumentHelp? {
            switch value {
            case .table: "Aligned columns, as wide as the terminal."
            case .csv: "Comma-separated values (RFC 4180)."
            case .json: "A line of JSON for each row."
            }
        }
    }

    @Flag(exclusivity: .exclusive)
    var format: Format = .table

    var isSummary: Bool { count || groups != nil || aggregates != nil }

    func validate() throws {
        guard limit > 0 else {
            throw ValidationError("--limit has to be 1 or more")
        }
        guard !count || (groups == nil && aggregates == nil) else {
            throw ValidationError("--count stands alone; with --group-by write --aggregate count")
        }
        guard !isSummary || (cursor == nil && columns == nil && !oldest) else {
            throw ValidationError("--cursor, --columns and --oldest are for rows, not for sums")
        }
        guard UTCOffset(text: offset) != nil else {
            throw ValidationError("--utc-offset is Z, +08:00 or +0800")
        }
    }

    /// - Parameter conditions: what the options of the kind demand; joined with `--where`.
    func question(source: String, node: String?, kind: Stream.Kind, and conditions: [Predicate]) throws -> Question {
        // Read here and once, so that every page is of the same time.
        let times = TimeReader(now: TimeSource.system.now(), offset: UTCOffset(text: offset) ?? .zero)
        var question = Question(source: source)
        question.node = node
        question.from = try from.map { try times.time($0).text() }
        question.to = try to.map { try times.time($0).text() }
        question.offset = offset
        let all = conditions + (try written(of: kind, times))
        question.condition = all.isEmpty ? nil : Predicate.and(all).description
        question.isOldestFirst = oldest
        question.cursor = cursor
        if isSummary {
            question.groups = groups.map(Self.list) ?? []
            question.aggregates = aggregates.map(Self.list) ?? ["count"]
        } else {
            question.columns = columns.map(Self.list) ?? defaultColumns(of: kind)
        }
        return question
    }

    /// What `--where` says; a refusal points to the place.
    private func written(of kind: Stream.Kind, _ times: TimeReader) throws -> [Predicate] {
        guard let condition else { return [] }
        do {
            return [try ExpressionParser.predicate(condition, of: kind, times: times)]
        } catch let error as QueryError {
            throw CommandError(ExpressionMark(condition, error).text)
        }
    }

    /// A table shows what fits; the other forms show everything.
    private func defaultColumns(of kind: Stream.Kind) -> [String]? {
        guard format == .table else { return nil }
        switch kind {
        case .access:
            let fields: [AccessField] = [
                .accessTime, .statusCode, .duration, .apiName, .appName, .outTotalSize, .errorCode, .requestID,
            ]
            return fields.map(\.rawValue)
        case .audit:
            let fields: [AuditField] = [
                .time, .type, .command, .namespace, .user, .remote, .result, .duration, .documentsReturned,
            ]
            return fields.map(\.rawValue)
        }
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
}
