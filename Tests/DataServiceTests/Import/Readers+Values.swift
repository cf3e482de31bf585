import DataService
import Logbook
import Testing

extension AccessRecordReader {
    /// The record of a line, from the bytes that the reader writes. They have to be what the record itself encodes to.
    mutating func record(of line: [UInt8]) throws(MalformedAccessRecord) -> AccessRecord {
        var builder = RecordBatchBuilder()
        do throws(MalformedAccessRecord) {
            try read(line.span, into: &builder)
        } catch {
            #expect(builder.count == 0 && builder.byteCount == 0, "a line that is refused leaves nothing")
            throw error
        }
        return checkedRecord(builder.take())
    }
}

extension AccessDetailReader {
    /// The detail, from the bytes that the reader writes.
    mutating func detail(of text: [UInt8]) -> AccessRecord.Detail {
        var builder = RecordBatchBuilder()
        var record = AccessRecord(
            requestID: RequestID(rawValue: 0), accessTime: Timestamp(milliseconds: 0), workspace: "w", api: nil,
            app: nil, durationMilliseconds: 0, statusCode: 200, errorCode: nil, errorMessage: nil, detail: .text(""),
            requestByteCount: 0, answerByteCount: 0, rowCount: 0)
        let empty = RecordEncoding.encode(.access(record))
        // Behind the detail stand three numbers of one byte each, an empty text takes two bytes.
        builder.append(.access, at: record.accessTime) { writer in
            writer.append(empty.span.extracting(0..<empty.count - 5))
            let textByteCount = read(text.span, into: &writer)
            writer.append(empty.span.extracting(empty.count - 3..<empty.count))
            return record.estimatedTextByteCount + textByteCount
        }
        record = checkedRecord(builder.take())
        return record.detail
    }
}

private func checkedRecord(_ batch: RecordBatch) -> AccessRecord {
    guard let records = try? batch.records(), case .access(let record) = records.first else {
        Issue.record("the reader wrote bytes that are no access record")
        preconditionFailure("there is no record to look at")
    }
    let expected = RecordBatch([.access(record)])
    #expect(batch.bytes == expected.bytes && batch.count == 1)
    #expect(batch.times == expected.times)
    #expect(batch.textByteCount == expected.textByteCount)
    #expect(batch.longestByteCount == expected.longestByteCount)
    return record
}
