import FuzzInput
import Logbook

/// The canonical encoding, and what people write to ask: conditions, times, sums, cursors.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecords(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let input = FuzzInput(start, count) else { return 0 }
    switch input.choice % 6 {
    case 0: record(input.content)
    case 1: predicate(input.text, of: .access)
    case 2: predicate(input.text, of: .audit)
    case 3: cursor(input.text)
    case 4: sums(input.text)
    default: stream(input.content)
    }
    return 0
}

private let times = TimeReader(now: Timestamp(seconds: 1_700_000_000), offset: .zero)

/// Bytes that decode are exactly those that the record encodes to; every question can be put to the record.
private func record(_ bytes: [UInt8]) {
    let outline = try? RecordEncoding.outline(bytes, in: bytes.indices)
    guard let record = try? RecordEncoding.decode(bytes) else { return }
    demand(outline?.timestamp == record.timestamp, "an outline is of another record")
    demand(RecordEncoding.encode(record) == bytes, "a record has two encodings")
    let batch = RecordBatch([record, record])
    demand(batch.ranges().map { Array(batch.bytes[$0]) } == [bytes, bytes], "a batch has other bytes")
    for kind in Stream.Kind.allCases {
        for field in Field.all(of: kind) { _ = field.value(of: record) }
    }
    if case .access(let access) = record, case .parts(let parts) = access.detail {
        _ = parts.text(showsStatement: true)
    }
}

/// A condition that is read means the same when it is written as a text and read again, and when it is normalized.
private func predicate(_ text: String, of kind: Stream.Kind) {
    guard let predicate = try? ExpressionParser.predicate(text, of: kind, times: times) else { return }
    let filter = LogFilter(conditions: [.matching(predicate)])
    let isMatch = filter.matches(sample)
    demand(filter.normalized().matches(sample) == isMatch, "a normalized condition means something else")
}

private func cursor(_ text: String) {
    let streams = [Stream.access(project: "p", cluster: "c"), .audit(project: "p", instance: "i", node: "n")]
    for order in [LogQuery.Order.newestFirst, .oldestFirst] {
        guard let cursor = try? SourceCursor(text: text, order: order, streams: streams) else { continue }
        let again = try? SourceCursor(text: cursor.text, order: order, streams: streams)
        demand(again?.sequences == cursor.sequences, "a cursor is read differently")
    }
}

private func sums(_ text: String) {
    for kind in Stream.Kind.allCases {
        _ = try? Grouping(text, of: kind, offset: .zero)
        _ = try? Aggregate(text, of: kind)
    }
    if let time = try? times.time(text) {
        _ = time.text(at: .zero)
    }
    _ = UTCOffset(text: text)
}

private func stream(_ bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    guard let stream = try? Stream(from: &reader) else { return }
    let reason = try? PruneReason(from: &reader)
    var again: [UInt8] = []
    stream.encode(into: &again)
    reason?.encode(into: &again)
    demand(bytes.starts(with: again), "a stream or a reason has two encodings")
}

private let sample = LogRecord.access(
    AccessRecord(
        requestID: RequestID(milliseconds: 1_700_000_000_000, node: 1, sequence: 1), workspace: "default",
        api: .init(id: "a", name: "orders"), app: nil, durationMilliseconds: 12, statusCode: 200, errorCode: nil,
        errorMessage: nil,
        detail: .parts(
            AccessDetail(
                verification: [.init(check: .apiAuthentication)],
                parameters: .init(query: [.init(name: "a", value: "1")]),
                statement: .init(fragments: ["SELECT ", ""], values: [.integer(1)]))),
        requestByteCount: 100, answerByteCount: 200, rowCount: 3))
