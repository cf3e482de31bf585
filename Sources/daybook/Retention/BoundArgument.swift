import ArgumentParser
import Retention

/// A bound as it is typed: a number from 1 on, `unlimited`, or `default`.
struct BoundArgument: ExpressibleByArgument {
    let bound: RetentionBound

    init?(argument: String) {
        switch argument {
        case "unlimited": bound = .unlimited
        case "default": bound = .standard
        default:
            guard let number = Int(argument), number > 0 else { return nil }
            bound = .limit(number)
        }
    }
}
