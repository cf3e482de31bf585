import Foundation
import Testing

@testable import DaybookHTTP

@Suite struct QuestionAnswerTests {
    private static let rows: [[Cell]] = [
        [.absent, .integer(Int128(Int64.min)), .number(0.1), .text("")],
        [.integer(Int128(UInt64.max) * 3), .number(-1e300), .text("订单 \"x\" \\ \n\t\u{1} \u{2028}/"), .integer(0)],
    ]

    @Test func `what is written at once is what the coding reads`() throws {
        let loss = QuestionAnswer.Loss(start: "2026-01-01T00:00:00Z", end: "…", maximumCount: .max, node: "n")
        let answer = QuestionAnswer(
            columns: [.init(name: "a", type: .integer), .init(name: "b", type: .time)], rows: Self.rows,
            next: "c-1", losses: [loss, .init(start: "", end: "", maximumCount: 0)])
        let read = try JSONDecoder().decode(QuestionAnswer.self, from: Data(answer.json))
        #expect(read.rows == Self.rows)
        #expect(read.columns == answer.columns)
        #expect(read.losses == answer.losses)
        #expect(read.next == "c-1")
    }

    @Test func `an answer without anything has all its parts`() throws {
        let json = String(decoding: QuestionAnswer(columns: [], rows: []).json, as: UTF8.self)
        #expect(json == #"{"columns":[],"loss_windows":[],"rows":[]}"#)
    }
}
