import ArgumentParser
import Logbook

/// `daybook query access`: calls of the published APIs of a cluster.
struct QueryAccessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access", abstract: "Finds and sums up calls of published APIs.")

    @OptionGroup var data: FolderOption

    @Option(name: .customLong("cluster"), help: "The id of the cluster.")
    var cluster: String

    @Option(name: .customLong("request-id"), help: "The call with this request id.")
    var requestID: Int64?

    @Option(help: "Calls that were answered with this HTTP status.")
    var status: Int64?

    @Option(help: "Calls of the API with this name.")
    var api: String?

    @Option(help: "Calls with the app of this name.")
    var app: String?

    @Option(help: "Calls with this word in their detail.")
    var word: String?

    @Option(parsing: .unconditional, help: "Calls with this text in their detail.")
    var contains: String?

    @OptionGroup var options: QuestionOptions

    func validate() throws {
        if let word, !WordCharacter.makesOneWord(word) {
            throw ValidationError("--word takes one word of letters, digits and _; use --contains")
        }
    }

    private var conditions: [Predicate] {
        func condition(_ field: AccessField, _ test: FieldCondition.Test?) -> [Predicate] {
            test.map { [.field(.access(field), $0)] } ?? []
        }
        return condition(.requestID, requestID.map { .isAmong([.integer($0)]) })
            + condition(.statusCode, status.map { .isAmong([.integer($0)]) })
            + condition(.apiName, api.map { .isAmong([.text($0)]) })
            + condition(.appName, app.map { .isAmong([.text($0)]) })
            + condition(.detail, word.map { .hasWord($0) }) + condition(.detail, contains.map { .contains($0) })
    }

    func run() async throws {
        let question = try options.question(source: cluster, node: nil, kind: .access, and: conditions)
        let source = try await AnswerSource(data.folder)
        try await source.run(question, kind: .access, options: options)
    }
}
