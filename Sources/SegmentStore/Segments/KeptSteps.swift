internal import Synchronization

/// The steps of the templates of a segment file that were parsed, as long as there are few: to parse a template takes
/// longer than to fill it in for a page of answers.
final class KeptSteps: Sendable {
    private struct Key: Hashable {
        var column: Int
        var block: Int
        var template: Int
    }

    private let known = Mutex<[Key: [TemplateStep]]>([:])

    /// What is kept, or else what is parsed now; `nil` for a template that cannot be parsed.
    func steps(of template: Int, column: Int, block: Int, parse: () -> [TemplateStep]?) -> [TemplateStep]? {
        let key = Key(column: column, block: block, template: template)
        if let kept = known.withLock({ $0[key] }) { return kept }
        guard let steps = parse() else { return nil }
        known.withLock { known in
            if known.count < Limits.keptStepsCount { known[key] = steps }
        }
        return steps
    }
}
