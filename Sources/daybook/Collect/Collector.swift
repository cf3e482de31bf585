import DaybookHTTP
import DocumentAudit
import Foundation

/// Follows the audit files of a database server and hands their lines to Daybook: each once, in their order. The same
/// for the command and for sources in the settings of a server.
///
/// Keeps nothing itself: where it stands is kept by Daybook, in the same append as the lines. So it may be killed at
/// any moment, and goes on where it stood. The files are its spool: while Daybook does not take lines, they stay there.
struct Collector {
    let path: String
    let source: String
    let taker: any LineTaker
    /// Whether to end when everything that is there is collected.
    let isOnce: Bool
    /// Told what a person should know.
    let note: @Sendable (String) -> Void
    /// Told what keeps lines from being collected, or `nil` when nothing does; the same again and again.
    let hindrance: @Sendable (String?) -> Void

    private static let pause = Duration.milliseconds(500)
    /// Looks until a file counts as gone: while files are being renamed, a look may miss one.
    private static let missingCountMaximum = 6
    private static let retryPauses: [Duration] = [.seconds(1), .seconds(2), .seconds(5), .seconds(10), .seconds(30)]

    struct Totals {
        var accepted = 0
        var rejected = 0
    }

    /// What to send next: lines, or nothing yet.
    private struct Batch {
        var file: AuditFile
        var start: Int
        var lines: [UInt8]
        var end: FilePosition
        /// Whether the file that was read last is gone, and what stood in it behind the position.
        var isGap = false
    }

    /// What is remembered from one look at the files to the next.
    private struct Look {
        var family: AuditFileFamily
        var reader = LineReader()
        /// Looks in a row that did not find the file that is being read.
        var missingCount = 0
    }

    func run() async throws -> Totals {
        var totals = Totals()
        var look = Look(family: AuditFileFamily(path: path))
        var position = try await retrying { try await taker.position(of: source) }
        while !Task.isCancelled {
            guard let batch = try nextBatch(after: position, &look) else {
                if isOnce, look.missingCount == 0 { break }
                try await Task.sleep(for: Self.pause)
                continue
            }
            let from = position
            let taken = try await retrying {
                try await taker.take(
                    LineIntake.Batch(
                        source: source, from: from, to: batch.end.text, lines: batch.lines, isGap: batch.isGap))
            }
            if let taken {
                position = batch.end.text
                totals.accepted += taken.accepted
                totals.rejected += taken.rejected
                tell(taken, of: batch)
            } else {
                note("\(source) was collected by somebody else meanwhile; going on from where it stands")
                position = try await retrying { try await taker.position(of: source) }
            }
        }
        return totals
    }

    /// Whole lines behind a position, from its file, or from the next one when that is at its end and a later one is
    /// there.
    private func nextBatch(after position: String?, _ look: inout Look) throws -> Batch? {
        let files = try look.family.files()
        hindrance(files.isEmpty ? "there is no \(path) yet, or no audit message in it" : nil)
        guard let position else {
            return try files.first.flatMap { try nextLines(of: $0, from: 0, in: files, &look.reader) }
        }
        guard let place = FilePosition(text: position) else {
            throw CommandError("the source \(source) was collected by another program; choose another --source")
        }
        if let file = files.first(where: { $0.identity.mark == place.file.mark }) {
            look.missingCount = 0
            if let batch = try nextLines(of: file, from: place.offset, in: files, &look.reader) { return batch }
            guard let next = Self.later(than: file.identity, in: files) else { return nil }
            return try nextLines(of: next, from: 0, in: files, &look.reader)
        }
        guard let next = Self.later(than: place.file, in: files) else { return nil }
        look.missingCount += 1
        guard look.missingCount >= Self.missingCountMaximum else { return nil }
        var batch = try nextLines(of: next, from: 0, in: files, &look.reader)
        batch?.isGap = true
        return batch
    }

    private static func later(than identity: FileIdentity, in files: [AuditFile]) -> AuditFile? {
        files.first { ($0.identity.time, $0.identity.mark) > (identity.time, identity.mark) }
    }

    private func nextLines(
        of file: AuditFile, from start: Int, in files: [AuditFile], _ reader: inout LineReader
    ) throws -> Batch? {
        // A file that a later one has followed does not grow any more, nor does a compressed one.
        let isComplete = file.encoding != .identity || Self.later(than: file.identity, in: files) != nil
        guard let lines = try reader.lines(of: file, from: start, takesRest: isComplete) else { return nil }
        let end = FilePosition(file: file.identity, offset: start + lines.bytes.count)
        return Batch(file: file, start: start, lines: lines.bytes, end: end)
    }

    private func tell(_ answer: TakenLines, of batch: Batch) {
        if batch.isGap {
            note("the file that was read last is not there any more; what it had beyond is lost, and the log says so")
        }
        for problem in answer.errors {
            let place = "\(batch.file.path), line \(problem.line) behind byte \(batch.start)"
            note("\(place), column \(problem.column): \(problem.reason)")
        }
        if answer.rejected > answer.errors.count { note("and \(answer.rejected - answer.errors.count) more") }
    }

    /// Tries again, ever slower, until it goes well or is refused for good.
    private func retrying<Result>(_ body: () async throws -> Result) async throws -> Result {
        var attempt = 0
        while true {
            do {
                return try await body()
            } catch let error as CommandError {
                throw error
            } catch let error as CancellationError {
                throw error
            } catch {
                hindrance("Daybook does not take lines: \(error); trying again until it does")
                try await Task.sleep(for: Self.retryPauses[min(attempt, Self.retryPauses.count - 1)])
                attempt += 1
            }
        }
    }
}
