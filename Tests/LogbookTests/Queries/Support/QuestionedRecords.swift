import DaybookTesting
import Logbook

/// Records over few values, so that random questions meet them.
struct QuestionedRecords {
    var random: SeededGenerator
    private var count: Int64 = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    static let texts = [
        "", "a", "b", "ab", "ba", "a_b", "a b", "O'Brien", "'", "Shop", "shop", "店铺 1", "订单", "é", "e\u{301}", "NULL",
        "limit 100", "x\ny", "\u{1B}[2J", "İ", "🏪", "10", "\u{10FFFF}", "completed", "a\u{0}",
    ]
    /// 2024-01-01 and a thousand seconds.
    static let start = Timestamp(seconds: 1_704_067_200)

    mutating func text() -> String { random.pick(Self.texts) }

    mutating func optionalText() -> String? { random.oneIn(3) ? nil : text() }

    mutating func time() -> Timestamp {
        Timestamp(milliseconds: Self.start.milliseconds + Int64.random(in: 0..<1_000_000, using: &random))
    }

    mutating func integer() -> Int64 {
        random.oneIn(20) ? random.pick([.min, .max, -1, .min + 1]) : Int64.random(in: 0..<12, using: &random)
    }

    mutating func record(_ kind: Stream.Kind) -> LogRecord {
        if random.oneIn(12) {
            let start = time()
            return .loss(LossWindow(start: start, end: start, maximumCount: 1, reason: .journalFailure))
        }
        return kind == .access ? .access(access()) : .audit(audit())
    }

    mutating func records(_ kind: Stream.Kind, count: Int) -> [LogRecord] {
        (0..<count).map { _ in record(kind) }
    }

    mutating func access() -> AccessRecord {
        count += 1
        return AccessRecord(
            requestID: RequestID(milliseconds: time().milliseconds, node: 0, sequence: count % 4_096),
            accessTime: random.oneIn(3) ? time() : nil,
            workspace: text(), api: reference(), app: reference(), durationMilliseconds: integer(),
            statusCode: random.pick([200, 200, 400, 404, 500]), errorCode: optionalText(),
            errorMessage: optionalText(),
            detail: random.oneIn(6) ? .text(text()) : .parts(detail()), requestByteCount: integer(),
            answerByteCount: integer(),
            rowCount: integer())
    }

    private mutating func reference() -> AccessRecord.Reference? {
        random.oneIn(3) ? nil : .init(id: text(), name: text())
    }

    mutating func detail() -> AccessDetail {
        let checks = AccessDetail.VerificationStep.Check.allCases.prefix(Int.random(in: 0...3, using: &random))
        let steps = checks.map { AccessDetail.VerificationStep(check: $0, failureCode: optionalText()) }
        return AccessDetail(
            verification: steps,
            parameters: .init(path: pairs(), header: pairs(), query: pairs(), body: text()), statement: statement())
    }

    private mutating func pairs() -> [AccessDetail.Pair] {
        (0..<Int.random(in: 0...2, using: &random)).map { _ in .init(name: text(), value: text()) }
    }

    private mutating func statement() -> AccessDetail.Statement? {
        guard !random.oneIn(4) else { return nil }
        let values = (0..<Int.random(in: 0...3, using: &random)).map { _ -> AccessDetail.Value in
            switch Int.random(in: 0..<4, using: &random) {
            case 0: .null
            case 1: .integer(integer())
            case 2: .number(Double(integer()) / 4)
            default: .text(text())
            }
        }
        return .init(fragments: (0...values.count).map { _ in text() }, values: values)
    }

    mutating func audit() -> AuditEvent {
        AuditEvent(
            time: Timestamp(microseconds: time().microseconds + Int64.random(in: 0..<1_000, using: &random)),
            durationMicroseconds: Int64.random(in: 0..<5_000, using: &random),
            type: random.pick(AuditEvent.OperationType.allCases), command: text(), database: text(),
            collection: optionalText(), local: .init(address: text(), port: 27_017),
            remote: .init(address: text(), port: UInt16.random(in: 1...5, using: &random)), users: principals(),
            roles: principals(), connectionID: random.oneIn(9) ? .max : 1,
            requestID: Int32.random(in: -2...5, using: &random), application: optionalText(), driver: optionalText(),
            session: optionalText(), transaction: random.oneIn(2) ? nil : integer(), arguments: "{\"\(text())\":1}",
            result: random.pick([0, 0, 13, -1]), documentsReturned: integer(), documentsWritten: integer(),
            requestByteCount: integer(), replyByteCount: integer(), lineByteCount: 100)
    }

    private mutating func principals() -> [AuditEvent.Principal] {
        (0..<Int.random(in: 0...2, using: &random)).map { _ in .init(name: text(), database: text()) }
    }
}
