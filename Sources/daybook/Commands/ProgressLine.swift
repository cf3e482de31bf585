import Foundation
import Synchronization

/// Shows on a terminal how much has been read, once it takes longer than a moment.
final class ProgressLine: Sendable {
    private struct State {
        var byteCount = 0
        var nextLine: ContinuousClock.Instant
        var hasLine = false
    }

    private static let patience = Duration.seconds(2)
    private static let interval = Duration.milliseconds(250)

    private let state: Mutex<State>
    private let isTerminal: Bool

    init() {
        isTerminal = isatty(STDERR_FILENO) == 1
        state = Mutex(State(nextLine: .now + Self.patience))
    }

    func add(_ byteCount: Int, of total: Int?) {
        show(total: total) { $0 += byteCount }
    }

    func show(byteCount: Int, of total: Int) {
        show(total: total) { $0 = byteCount }
    }

    private func show(total: Int?, _ change: (inout Int) -> Void) {
        let line = state.withLock { state -> String? in
            change(&state.byteCount)
            guard isTerminal, ContinuousClock.now >= state.nextLine else { return nil }
            state.nextLine = .now + Self.interval
            state.hasLine = true
            let megabytes = state.byteCount / 1_000_000
            guard let total, total > 0 else { return "\(megabytes) MB read" }
            return "\(megabytes) of \(total / 1_000_000) MB read, \(state.byteCount * 100 / total) %"
        }
        if let line { write("\r\u{1B}[K" + line) }
    }

    /// Takes the line away.
    func finish() {
        if state.withLock({ $0.hasLine }) { write("\r\u{1B}[K") }
    }

    /// That a line of progress cannot be shown changes nothing for the command.
    private func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
