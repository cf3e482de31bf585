import DataService
import Logbook
import Testing

struct AccessLogRowTests {
    private static func json(_ record: AccessRecord, view: AccessLogRow.View = .provider) -> String {
        var writer = JSONWriter()
        AccessLogRow(record, view: view).write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `the published example comes out field by field`() {
        let detail = SeedRecord.detailText
            .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        let expected = [
            #"{"id":"00006e83b668b67defff1259962909740634112","request_id":"1259962909740634112","#,
            #""api_id":"71a96065c1e0bf11d0914c0658951246","api_name":"iam_post_query","app_id":null,"app_name":null,"#,
            #""access_time":1720440166661,"duration":33,"status_code":"200","error_code":null,"error_message":null,"#,
            #""detail":""# + detail + #"","in_flow_size":14051,"out_flow_size":416,"out_total_size":5}"#,
        ]
        #expect(Self.json(SeedRecord.record) == expected.joined())
    }

    @Test func `a refused call shows its code and no api`() {
        var record = SeedRecord.record
        record.api = nil
        record.statusCode = 404
        record.errorCode = "APIG.0101"
        record.errorMessage = "no \"api\"\u{1}\u{0}\u{1F}\u{2028}🌊\\"
        let json = Self.json(record)
        #expect(json.contains(#""api_id":null,"api_name":null"#))
        #expect(json.contains(#""status_code":"404","error_code":"APIG.0101""#))
        #expect(json.contains("\"no \\\"api\\\"\\u0001\\u0000\\u001f\u{2028}🌊\\\\\""))
    }

    @Test func `the caller does not see the statement`() {
        let row = AccessLogRow(SeedRecord.record, view: .caller)
        #expect(!row.detail.contains("SELECT"))
        #expect(row.detail.hasSuffix("[body  parameter]:\n\n______________SQL information_______________\n\n\n"))
    }

    @Test func `keys in rising order are calls in the order of their ends, newest first`() {
        var keys: [String] = []
        for (start, duration) in [(3_000, 0), (1_000, 1_500), (2_000, 100), (1_000, 200)] as [(Int64, Int64)] {
            var record = SeedRecord.record
            record.requestID = RequestID(
                milliseconds: 1_720_440_166_661 + start, node: 1_023, sequence: 4_095)
            record.durationMilliseconds = duration
            keys.append(AccessLogRow.key(of: record))
        }
        #expect(keys == keys.sorted())
    }

    @Test(arguments: [0, 1, Int64.max, -1, Int64.max >> 22])
    func `a key has its digits whatever the duration`(duration: Int64) {
        var record = SeedRecord.record
        record.durationMilliseconds = duration
        let key = AccessLogRow.key(of: record)
        #expect(key.count == 4 + 16 + 19)
        #expect(key.hasPrefix("0000") && key.hasSuffix("1259962909740634112"))
    }

    @Test func `the answer counts calls and appends what was lost`() {
        let window = LossWindow(
            start: Timestamp(milliseconds: 5), end: Timestamp(milliseconds: 9), maximumCount: .max,
            reason: .journalFailure)
        let plain = AccessLogAnswer.body(of: [.access(SeedRecord.record)], view: .provider)
        #expect(String(decoding: plain, as: UTF8.self) == #"{"records":[\#(Self.json(SeedRecord.record))],"number":1}"#)
        let lossy = String(decoding: AccessLogAnswer.body(of: [.loss(window)], view: .provider), as: UTF8.self)
        #expect(
            lossy == #"{"records":[],"number":0,"loss_windows":[{"start_time":5,"end_time":9,"#
                + #""max_count":9223372036854775807,"reason":"JOURNAL_FAILURE"}]}"#)
    }
}
