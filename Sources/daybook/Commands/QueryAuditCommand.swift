import ArgumentParser
import DaybookHTTP
import Logbook

/// `daybook query audit`: operations seen at the nodes of an instance.
struct QueryAuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Finds and sums up operations of document databases.")

    @OptionGroup var data: FolderOption

    @Option(name: .customLong("instance"), help: "The id of the instance.")
    var instance: String

    @Option(name: .customLong("node"), help: "The id of one of its nodes; all nodes when left out.")
    var node: String?

    @Option(help: "Operations of this type: auth, insert, delete, update, query or command.")
    var type: String?

    @Option(help: "Operations by users with this word in their name.")
    var user: String?

    @Option(help: "Operations on this database, or this database.collection.")
    var namespace: String?

    @Option(help: "Operations with this word in the arguments of their command.")
    var word: String?

    @Option(parsing: .unconditional, help: "Operations with this text in the arguments of their command.")
    var contains: String?

    @Flag(help: "A line of OCSF (class 6005, Datastore Activity) for each operation, instead of a row.")
    var ocsf = false

    @OptionGroup var options: QuestionOptions

    func validate() throws {
        for word in [word, user].compactMap(\.self) where !WordCharacter.makesOneWord(word) {
            throw ValidationError("--word and --user take one word of letters, digits and _; use --where")
        }
        guard !ocsf || (!options.isSummary && options.columns == nil && options.format == .table) else {
            throw ValidationError("--ocsf is a form of its own: without --csv, --json, --columns and sums")
        }
    }

    private var conditions: [Predicate] {
        func condition(_ field: AuditField, _ test: FieldCondition.Test?) -> [Predicate] {
            test.map { [.field(.audit(field), $0)] } ?? []
        }
        let place = namespace.map { name in
            Predicate.or([
                .field(.audit(.database), equals: .text(name)), .field(.audit(.namespace), equals: .text(name)),
            ])
        }
        return condition(.type, type.map { .isAmong([.text($0)]) }) + condition(.user, user.map { .hasWord($0) })
            + (place.map { [$0] } ?? []) + condition(.arguments, word.map { .hasWord($0) })
            + condition(.arguments, contains.map { .contains($0) })
    }

    func run() async throws {
        var question = try options.question(source: instance, node: node, kind: .audit, and: conditions)
        if ocsf { question.columns = ["ocsf"] }
        let source = try await AnswerSource(data.folder)
        try await source.run(question, kind: .audit, options: options, format: ocsf ? OCSFFormat() : nil)
    }
}
