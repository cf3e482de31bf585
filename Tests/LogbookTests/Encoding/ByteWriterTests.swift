import DaybookTesting
import Logbook
import Testing

struct ByteWriterTests {
    @Test(arguments: [1, 3, 17, 4_096])
    func `what is written comes back, however little room there was`(capacity: Int) throws {
        let texts = ["", "a", "数据", String(repeating: "long ", count: 1_000)]
        let numbers: [UInt64] = [0, 1, 127, 128, 1 << 35, .max]
        var writer = ByteWriter(reservingCapacity: capacity)
        for _ in 0..<2 {
            for text in texts { writer.append(text: text) }
            for number in numbers {
                writer.append(varint: number)
                writer.append(fixed64: number)
                writer.append(fixed32: UInt32(truncatingIfNeeded: number))
                writer.append(signedVarint: Int64(bitPattern: number))
            }
            var reader = ByteReader(writer.take())
            for text in texts { #expect(try reader.text() == text) }
            for number in numbers {
                #expect(try reader.varint() == number)
                #expect(try reader.fixed64() == number)
                #expect(try reader.fixed32() == UInt32(truncatingIfNeeded: number))
                #expect(try reader.signedVarint() == Int64(bitPattern: number))
            }
            try reader.finish()
            #expect(writer.count == 0 && writer.take().isEmpty)
        }
    }

    @Test func `what is taken back is written over`() {
        var writer = ByteWriter()
        writer.append(fixed32: 0)
        let mark = writer.count
        writer.append(text: "gone")
        writer.truncate(to: mark)
        writer.append(7)
        writer.replace(fixed32: 0x0403_0201, at: 0)
        #expect(writer.take() == [1, 2, 3, 4, 7])
    }

    @Test func `a batch of records is the records' bytes, each behind its length`() throws {
        let window = LossWindow(
            start: Timestamp(microseconds: 2), end: Timestamp(microseconds: 3), maximumCount: 1,
            reason: .journalFailure)
        let records = [LogRecord.access(.sample()), .loss(window), .audit(.sample())]
        let times = records.map(\.timestamp).sorted()
        var builder = RecordBatchBuilder()
        for round in 0..<2 {
            records.forEach { builder.append($0) }
            let batch = builder.take()
            #expect(batch.count == 3 && builder.count == 0 && builder.byteCount == 0)
            #expect(try batch.records() == records, "round \(round)")
            #expect(batch.ranges().map { Array(batch.bytes[$0]) } == records.map { RecordEncoding.encode($0) })
            #expect(batch.times == times[0]...times[2])
            #expect(batch.textByteCount == records.reduce(0) { $0 + $1.textByteCount })
            #expect(batch.longestByteCount == records.map { RecordEncoding.encode($0).count }.max())
            #expect(batch.bytes == RecordBatch(records).bytes)
        }
    }
}
