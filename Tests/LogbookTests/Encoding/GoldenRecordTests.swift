import DaybookTesting
import Logbook
import Testing

/// The bytes of version 1. They are on the disks of users: what stands here is never changed, only added to.
struct GoldenRecordTests {
    @Test
    func `a loss window has the bytes of version 1`() throws {
        let record = LogRecord.loss(
            LossWindow(
                start: Timestamp(milliseconds: 1_767_323_045_678), end: Timestamp(microseconds: -1),
                maximumCount: 300, reason: .recordingUnavailable, lineByteCount: 211))
        try expect(
            record,
            """
            0103b04b57f65e470600ffffffffffffffffac0202d301
            """)
    }

    @Test
    func `an access record has the bytes of version 1`() throws {
        let record = LogRecord.access(
            .sample(
                app: nil, statusCode: 500, errorCode: "DLM.4312", errorMessage: "no such city",
                detail: AccessDetail(
                    verification: [
                        AccessDetail.VerificationStep(check: .apiAuthentication),
                        AccessDetail.VerificationStep(check: .accessPermission, failureCode: "DLM.1"),
                    ],
                    parameters: AccessDetail.Parameters(
                        path: [AccessDetail.Pair(name: "id", value: "7")],
                        query: [AccessDetail.Pair(name: "city", value: "柏林")], body: "{}"),
                    statement: AccessDetail.Statement(
                        fragments: ["a", "b", "c", "d", ""],
                        values: [.null, .integer(-2), .number(1.5), .text("x")]),
                    durations: AccessDetail.Durations(
                        verifyMicroseconds: 1, sourceMicroseconds: -1, serializeMicroseconds: 64))))
        try expect(
            record,
            """
            0101001080cb94e53614dcbccccaef660764656661756c7401056170692d310e6f72646572735f62795f636974790018\
            e8070108444c4d2e34333132010c6e6f2073756368206369747901020100030105444c4d2e3101026964013700010463\
            69747906e69f8fe69e97027b7d010400010302000000000000f83f03017801610162016301640002018001f004801006
            """)
    }

    @Test
    func `an access record from elsewhere has the bytes of version 1`() throws {
        var record = AccessRecord.sample()
        record.accessTime = Timestamp(milliseconds: -1)
        record.detail = .text("外 x")
        let bytes = RecordEncoding.encode(.access(record))
        let tail = RecordEncoding.encode(.access(record)).suffix(1 + 1 + 5 + 5)
        #expect(bytes[10] == 0x01, "minus one millisecond stands after the request id")
        #expect(Array(tail.prefix(7)) == [0x02, 0x05] + Array("外 x".utf8))
        #expect(try RecordEncoding.decode(bytes) == .access(record))
    }

    @Test
    func `an audit event has the bytes of version 1`() throws {
        try expect(
            .audit(.sample(result: -1)),
            """
            0102b04b57f65e470600c413050466696e640473686f7001066f7264657273093132372e302e302e31edd30109313237\
            2e302e302e31cb870301067265616465720473686f700104726561640473686f702a0e010474696c6c010c50794d6f6e\
            676f20342e3230012437633165396630612d356231642d346430652d396135332d326630633666306139623131002c7b\
            2266696e64223a226f7264657273222c2266696c746572223a7b2263697479223a224265726c696e227d7d010200f802\
            b4068005
            """)
    }

    private func expect(_ record: LogRecord, _ golden: String) throws {
        let bytes = RecordEncoding.encode(record)
        #expect(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == golden)
        #expect(try RecordEncoding.decode(bytes) == record)
    }
}
