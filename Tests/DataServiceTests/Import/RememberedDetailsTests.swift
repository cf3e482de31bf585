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

    /// The shape of a detail whose only value stands behind a prefix.
    private static func shape(prefix: String) -> DetailShape? {
        let text = Array("\(prefix)y".utf8)
        var places = DetailPlaces(start: 0)
        places.values = [
            DetailPlaces.Part(source: text.count - 1..<text.count, output: text.count - 1..<text.count)
        ]
        return DetailShape(
            raw: (text + [UInt8(ascii: "\"")]).span, text: text.span, places: places, written: text,
            textByteCount: text.count)
    }

    @Test func `shapes are made no more where none comes a second time`() throws {
        let shape = try #require(Self.shape(prefix: "x"))
        var remembered = RememberedDetails()
        for group in 0..<Limits.rememberedDetailTrialCount {
            #expect(remembered.wantsMore)
            remembered.keep(shape, group: UInt64(group))
        }
        #expect(!remembered.wantsMore)
        let line = Array(#"xz""#.utf8)
        for _ in 0..<8 {
            #expect(remembered.shape(of: line.span, from: 0, group: 7)?.end == 3)
        }
        #expect(remembered.wantsMore)
    }

    @Test func `of a group with too many shapes the last ones are kept`() throws {
        var remembered = RememberedDetails()
        for prefix in ["a", "b", "c", "d", "e"] {
            remembered.keep(try #require(Self.shape(prefix: prefix)), group: 1)
        }
        let known = ["a", "b", "c", "d", "e"].filter {
            remembered.shape(of: Array(#"\#($0)z""#.utf8).span, from: 0, group: 1) != nil
        }
        #expect(known == ["a", "b", "c", "e"])
    }

    @Test(arguments: [1, 3_000])
    func `shapes that take too much together are forgotten`(length: Int) throws {
        var remembered = RememberedDetails()
        let first = try #require(Self.shape(prefix: "first"))
        remembered.keep(first, group: 0)
        let line = Array(#"firstz""#.utf8)
        var keptCount = 1
        while remembered.shape(of: line.span, from: 0, group: 0) != nil {
            let prefix = String(repeating: "x", count: length)
            remembered.keep(try #require(Self.shape(prefix: prefix)), group: UInt64(keptCount % 255 + 1))
            keptCount += 1
            try #require(keptCount <= Limits.rememberedDetailCount + 1)
        }
        #expect(keptCount > 1_000)
        remembered.keep(first, group: 0)
        #expect(remembered.shape(of: line.span, from: 0, group: 0)?.end == line.count)
    }
}
