import DaybookTesting
import Logbook
import Testing

@testable import SegmentStore

/// What access records of a batch have in common is kept once, and comes back byte for byte.
struct ShapePackerTests {
    private func records(_ count: Int, _ change: (Int, inout AccessRecord) -> Void) -> [LogRecord] {
        (0..<count).map { number in
            var record = AccessRecord.sample(sequence: Int64(number))
            change(number, &record)
            return .access(record)
        }
    }

    private func packed(_ records: [LogRecord]) throws -> (bytes: [UInt8], packed: [UInt8]?) {
        let batch = RecordBatch(records)
        let packed = try ShapePacker.pack(batch.bytes)
        if let packed {
            #expect(try ShapeUnpacker.unpack(packed, byteCount: batch.bytes.count) == batch.bytes)
        }
        return (batch.bytes, packed)
    }

    @Test func `more apps than a byte counts, and none, come back`() throws {
        let (_, packed) = try packed(
            records(5_000) { number, record in
                record.app = number % 7 == 0 ? nil : .init(id: "app-\(number % 400)", name: "name of \(number % 400)")
            })
        #expect(packed != nil)
    }

    @Test func `apps whose ids look alike to a hash are told apart`() throws {
        let (_, packed) = try packed(
            records(3_000) { number, record in
                record.workspace = String(repeating: "w", count: 400)
                record.app = .init(id: "12345678-\(number % 2)-87654321", name: "the name is long enough")
            })
        #expect(packed != nil)
    }

    @Test func `values of each kind come back`() throws {
        let (_, packed) = try packed(
            records(4_000) { number, record in
                let value: AccessDetail.Value =
                    switch number % 5 {
                    case 0: .null
                    case 1: .integer(.min + Int64(number))
                    case 2: .number(Double(number) / 3)
                    case 3: .text("")
                    default: .text(String(repeating: "字", count: number % 300))
                    }
                record.detail = .parts(
                    AccessDetail(
                        parameters: .init(query: [.init(name: "id", value: "\(number)")], body: ""),
                        statement: .init(fragments: [String(repeating: "SELECT ", count: 200), ";"], values: [value])))
            })
        #expect(packed != nil)
    }

    @Test func `many shapes of one API come back`() throws {
        _ = try packed(
            records(6_000) { number, record in
                record.statusCode = number % 9
                record.errorCode = number % 9 == 0 ? nil : "DLM.\(number % 9)"
                record.errorMessage = number % 4 == 0 ? "a message that is long \(number % 4)" : nil
            })
    }

    @Test func `records that are all different are left to a general compression`() throws {
        var generator = SeededGenerator(seed: 8)
        let (_, none) = try packed((0..<3_000).map { _ in .access(.random(using: &generator)) })
        #expect(none == nil)
        let (_, foreign) = try packed(records(3_000) { $1.detail = .text("text \($0)") })
        #expect(foreign == nil)
    }

    @Test(arguments: 0..<20)
    func `random changes of records come back`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let samples = (0..<8).map { _ in AccessRecord.random(using: &generator) }
        let batch = RecordBatch(
            (0..<2_000).map { _ in
                var record = samples[Int.random(in: 0..<samples.count, using: &generator)]
                record.requestID = RequestID(rawValue: .random(in: .min ... .max, using: &generator))
                record.durationMilliseconds = .random(in: .min ... .max, using: &generator)
                record.app = Bool.random(using: &generator) ? nil : samples[0].app
                return .access(record)
            })
        guard let packed = try ShapePacker.pack(batch.bytes) else { return }
        #expect(try ShapeUnpacker.unpack(packed, byteCount: batch.bytes.count) == batch.bytes, "seed \(seed)")
    }

    @Test func `bytes that name what was not there are refused`() throws {
        let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x00, 0x01, 0x00, 0x00]
        let head: [UInt8] = [0, UInt8(frame.count)] + frame
        for rest: [UInt8] in [[1], [0], [0xFF], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]] {
            #expect(throws: (any Error).self) { try ShapeUnpacker.unpack(head + rest, byteCount: 40) }
        }
        #expect(throws: (any Error).self) { try ShapeUnpacker.unpack(head, byteCount: 1) }
        #expect(try ShapeUnpacker.unpack(head, byteCount: 0) == [])
    }
}
