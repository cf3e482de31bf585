import DaybookTesting
import Glibc
import Logbook
import Logging
import SegmentStore

/// Seals records that are hard to tell in text, and writes down the texts that the two APIs show of them.
///
///     segment-probe FOLDER
///
/// Makes a store in the folder with one access log and one audit log, and prints a line for each record: its kind, its
/// sequence number, and the hexadecimal digits of its text in UTF-8.
@main
struct SegmentProbe {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: segment-probe FOLDER")
            exit(64)
        }
        var generator = SeededGenerator(seed: 6)
        let shapes = (0..<12).map { _ in HostileShape(using: &generator) }
        let records = (0..<2_000).map { _ in
            LogRecord.access((shapes.randomElement(using: &generator) ?? shapes[0]).record(using: &generator))
        }
        let events = (0..<2_000).map { _ in
            LogRecord.audit(.sample(arguments: HostileShape.arguments(using: &generator)))
        }
        let window = LogRecord.loss(
            LossWindow(
                start: Timestamp(microseconds: 1), end: Timestamp(microseconds: 2), maximumCount: 3,
                reason: .journalFailure))
        let store = try await SegmentStore.open(
            folder: CommandLine.arguments[1],
            logger: Logger(label: "segment-probe", factory: { _ in SwiftLogNoOpLogHandler() }))
        for (kind, stream, records) in [
            ("access", Stream.access(project: "p", cluster: "c"), records + [window]),
            ("audit", Stream.audit(project: "p", instance: "i", node: "n"), events + [window]),
        ] {
            _ = try await store.append(records, to: stream, durability: .strict)
            _ = try await store.seal(.all)
            for (index, record) in records.enumerated() {
                print(kind, index + 1, text(of: record).map(hexadecimal) ?? "none")
            }
        }
        await store.close()
    }

    private static func text(of record: LogRecord) -> String? {
        switch record {
        case .access(let record): record.detail.text(showsStatement: true)
        case .audit(let event): event.arguments
        case .loss: nil
        }
    }

    private static func hexadecimal(_ text: String) -> String {
        "x" + text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
