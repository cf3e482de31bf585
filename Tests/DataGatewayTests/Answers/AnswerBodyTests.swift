import DataService
import SQLSource
import Testing

@testable import DataGateway

struct AnswerBodyTests {
    @Test func `an answer has the documented shape, columns in order, every value in its form`() {
        let rows = SQLRows(
            columnNames: ["b", "a", "b", "b_2", "b", ""],
            rows: [
                [.integer(.max), .double(0.1), .null, .text("\"上\n"), .blob([0, 255]), .double(.nan)],
                [.double(-.infinity), .double(3), .text(""), .integer(0), .blob([]), .null],
            ])
        let body = AnswerBody.success(rows, requestID: "12", totalRowCount: nil)
        #expect(
            String(decoding: body, as: UTF8.self)
                == #"{"requestId":"12","errCode":"DLM.0","errMsg":null,"data":{"totalSize":null,"rowSize":2,"#
                + #""columnSize":6,"success":true,"data":["#
                + #"{"b":9223372036854775807,"a":0.1,"b_3":null,"b_2":"\"上\n","b_4":"AP8=","":null},"#
                + #"{"b":null,"a":3.0,"b_3":"","b_2":0,"b_4":"","":null}],"#
                + #""columnNames":["b","a","b_3","b_2","b_4",""]}}"#)
    }

    @Test func `a failure has the same shape without data`() {
        let body = AnswerBody.failure(ServiceError(.notAuthorized, "ask \"Ann\""), requestID: "12")
        #expect(
            String(decoding: body, as: UTF8.self)
                == #"{"requestId":"12","errCode":"APIG.0304","errMsg":"ask \"Ann\"","data":null}"#)
    }
}
