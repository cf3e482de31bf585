import Logbook
import Testing

@testable import DataService

struct RememberedDetailsTests {
    private static let start = #"{"api_id":"8045432f","detail":"#
    private static let rest =
        #","request_id":"1","access_time":1,"duration":1,"status_code":"200","in_flow_size":1,"#
        + #""out_flow_size":2,"out_total_size":3}"#

    private static func line(_ detail: String) -> [UInt8] {
        Array((start + detail + rest).utf8)
    }

    /// What a reader knows of the detail of a line whose API it has read of before.
    private static func find(
        _ detail: String, in reader: inout AccessRecordReader
    ) -> (shape: Int, end: Int)? {
        let line = line(detail)
        let group = hashOfBytes(line.span, in: 11..<19)
        return reader.remembered.shape(of: line.span, from: start.utf8.count + 1, group: group)
    }

    @Test func `a detail is known by the one before it, whatever its values are`() throws {
        var reader = AccessRecordReader(workspace: "w")
        #expect(Self.find(SimilarDetails.detail(city: "x", status: "1"), in: &reader) == nil)
        _ = try reader.record(of: Self.line(SimilarDetails.detail(city: "x", status: "1")))
        let other = SimilarDetails.detail(city: "城市", status: "-1.5")
        let found = try #require(Self.find(other, in: &reader))
        #expect(found.end == Self.start.utf8.count + other.utf8.count)
        // Of each parameter its value, of the statement its literals: the limit and the offset are two of them.
        #expect(reader.remembered.values.count == 8)
        #expect(Self.find(SimilarDetails.detail(city: #"\""#, status: "1"), in: &reader) == nil)
        #expect(Self.find(SimilarDetails.detail(city: "x", status: "y"), in: &reader) == nil)
    }

    @Test func `shapes are made no more where none comes a second time`() throws {
        var reader = AccessRecordReader(workspace: "w")
        _ = try reader.record(of: Self.line(SimilarDetails.detail(city: "x", status: "1")))
        let found = try #require(Self.find(SimilarDetails.detail(city: "x", status: "1"), in: &reader))
        let shape = reader.remembered.shapes[found.shape]
        var remembered = RememberedDetails()
        for group in 0..<Limits.rememberedDetailTrialCount {
            #expect(remembered.wantsMore)
            remembered.keep(shape, group: UInt64(group))
        }
        #expect(!remembered.wantsMore)
        let line = Self.line(SimilarDetails.detail(city: "y", status: "2"))
        for _ in 0..<8 {
            #expect(remembered.shape(of: line.span, from: Self.start.utf8.count + 1, group: 7) != nil)
        }
        #expect(remembered.wantsMore)
    }
}
