import DataService
import DaybookTesting
import Logbook
import Testing

struct AccessRecordReaderTests {
    private static func read(_ line: [UInt8]) throws(MalformedAccessRecord) -> AccessRecord {
        var reader = AccessRecordReader(workspace: "w")
        return try reader.record(of: line)
    }

    private static func read(_ line: String) throws(MalformedAccessRecord) -> AccessRecord {
        try read(Array(line.utf8))
    }

    /// The fields that have to be there, in any order, and more.
    private static func line(_ changes: [String: String?] = [:]) -> String {
        var fields: [String: String] = [
            "request_id": #""1259962909740634112""#, "access_time": "1720440166661", "duration": "33",
            "status_code": #""200""#, "detail": #""""#, "in_flow_size": "1", "out_flow_size": "2",
            "out_total_size": "3",
        ]
        for (name, value) in changes { fields[name] = value }
        return "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    private static func reason(_ line: String) -> MalformedAccessRecord.Reason? {
        do throws(MalformedAccessRecord) {
            _ = try read(line)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func `what the access log API shows is read back as the record that it shows`() throws {
        var writer = JSONWriter()
        AccessLogRow(SeedRecord.record, view: .provider).write(to: &writer)
        #expect(try Self.read(writer.bytes) == SeedRecord.record)
    }

    @Test func `a record with nothing but what it must have`() throws {
        let record = try Self.read(Self.line())
        #expect(record.requestID.rawValue == 1_259_962_909_740_634_112)
        #expect(record.accessTimeMilliseconds == 1_720_440_166_661)
        #expect(record.workspace == "w")
        #expect(record.api == nil && record.app == nil && record.errorCode == nil && record.errorMessage == nil)
        #expect(record.durationMilliseconds == 33 && record.statusCode == 200 && record.detail == .text(""))
        #expect(record.requestByteCount == 1 && record.answerByteCount == 2 && record.rowCount == 3)
    }

    @Test func `the access time need not be that of the request id`() throws {
        let record = try Self.read(Self.line(["access_time": "0", "request_id": #""9223372036854775807""#]))
        #expect(record.accessTimeMilliseconds == 0)
        #expect(record.requestID.rawValue == .max)
    }

    @Test func `half a reference keeps its half`() throws {
        let record = try Self.read(Self.line(["api_id": #""1""#, "app_name": #""n""#, "app_id": "null"]))
        #expect(record.api == .init(id: "1", name: ""))
        #expect(record.app == .init(id: "", name: "n"))
    }

    @Test func `foreign fields are passed over, whatever they hold`() throws {
        let extra = #"[{"request_id":1,"a":[]},"\ud83c\udfea\\\"",-1.5E+07,true,false,null,{}]"#
        let plain = try Self.read(Self.line())
        #expect(try Self.read(Self.line(["extra": extra, "Request_ID": "[]", "": "1", "detai": "2"])) == plain)
    }

    @Test func `a field may be named with escapes`() throws {
        let line = Self.line().replacing(#""duration""#, with: #""d\u0075ration""#)
        #expect(try Self.read(line) == Self.read(Self.line()))
    }

    @Test(arguments: AccessRecordField.allCases)
    func `a field that is there twice is refused, one without which nothing is known too`(
        field: AccessRecordField
    ) {
        let twice = Self.line().dropLast() + ",\"\(field.name)\":null,\"\(field.name)\":null}"
        let optional: Set<AccessRecordField> = [.id, .apiID, .apiName, .appID, .appName, .errorCode, .errorMessage]
        #expect(Self.reason(String(twice)) == .repeated(field))
        #expect(Self.reason(Self.line([field.name: nil])) == (optional.contains(field) ? nil : .missing(field)))
        #expect(Self.reason(Self.line([field.name: "null"])) == (optional.contains(field) ? nil : .wrongType(field)))
        #expect(Self.reason(Self.line([field.name: "[1]"])) == .wrongType(field))
    }

    @Test(arguments: [
        ("request_id", "1", MalformedAccessRecord.Reason.wrongType(.requestID)),
        ("request_id", #""""#, .outOfRange(.requestID)), ("request_id", #""01""#, .outOfRange(.requestID)),
        ("request_id", #""-1""#, .outOfRange(.requestID)), ("request_id", #""+1""#, .outOfRange(.requestID)),
        ("request_id", #""9223372036854775808""#, .outOfRange(.requestID)),
        ("request_id", #""99999999999999999999999""#, .outOfRange(.requestID)),
        ("request_id", #""1 ""#, .outOfRange(.requestID)), ("request_id", #""１""#, .outOfRange(.requestID)),
        ("access_time", #""1""#, .wrongType(.accessTime)), ("access_time", "1.0", .outOfRange(.accessTime)),
        ("access_time", "253402300800000", .outOfRange(.accessTime)), ("access_time", "-1", .outOfRange(.accessTime)),
        ("access_time", "1e3", .outOfRange(.accessTime)), ("access_time", "01", .notJSON),
        ("duration", "9007199254740992", .outOfRange(.duration)), ("duration", "-0", .outOfRange(.duration)),
        ("duration", "99999999999999999999", .outOfRange(.duration)), ("duration", "-", .notJSON),
        ("duration", "true", .wrongType(.duration)), ("duration", "1.", .notJSON), ("duration", "1e", .notJSON),
        ("status_code", #""2000""#, .outOfRange(.statusCode)), ("status_code", "99", .outOfRange(.statusCode)),
        ("status_code", #""099""#, .outOfRange(.statusCode)), ("status_code", "1000", .outOfRange(.statusCode)),
        ("status_code", #""OK""#, .outOfRange(.statusCode)), ("detail", "{}", .wrongType(.detail)),
        ("detail", #""\x""#, .badEscape), ("detail", #""\ud800""#, .badEscape), ("detail", #""\udc00""#, .badEscape),
        ("detail", #""\ud800\u0041""#, .badEscape), ("detail", #""\u12G4""#, .badEscape),
        ("extra", #""\ud800x""#, .badEscape), ("extra", #""\q""#, .badEscape), ("extra", "tru", .notJSON),
        ("detail", "\"\u{1}\"", .controlCharacter), ("extra", "\"\u{1F}\"", .controlCharacter),
        ("api_name", "1", .wrongType(.apiName)), ("extra", "[1,]", .notJSON), ("extra", "{1:2}", .notJSON),
        ("extra", "+1", .notJSON), ("extra", "NaN", .notJSON), ("extra", "", .notJSON),
    ])
    func `a bad value is refused with its reason`(
        name: String, value: String, reason: MalformedAccessRecord.Reason
    ) {
        #expect(Self.reason(Self.line([name: value])) == reason)
    }

    @Test(arguments: [
        ("", MalformedAccessRecord(.endsEarly, column: 1)), ("[]", .init(.notJSON, column: 1)),
        ("{}", .init(.missing(.requestID), column: 2)), ("{} x", .init(.missing(.requestID), column: 2)),
        (#"{"a" 1}"#, .init(.notJSON, column: 6)), (#"{"a":1"#, .init(.endsEarly, column: 7)),
        (#"{"a":1,}"#, .init(.notJSON, column: 8)), (#"{"a":"\ud800"}"#, .init(.badEscape, column: 7)),
        (#"{"duration":-1}"#, .init(.outOfRange(.duration), column: 13)),
        (#"{"id":null,"id":1}"#, .init(.repeated(.id), column: 12)),
    ])
    func `a refusal names the byte`(line: String, refusal: MalformedAccessRecord) {
        #expect(throws: refusal) { try Self.read(line) }
    }

    @Test func `bytes that are not UTF-8 are refused wherever they stand`() {
        for bad in [[0x80], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF]] as [[UInt8]] {
            let line = Array(Self.line(["extra": #""城X""#]).utf8)
            let index = line.firstIndex(of: UInt8(ascii: "X")) ?? 0
            let broken = line[..<index] + bad + line[(index + 1)...]
            #expect(throws: MalformedAccessRecord(.notText, column: index + 1)) { try Self.read(Array(broken)) }
        }
    }

    @Test func `something behind the object is refused`() {
        #expect(Self.reason(Self.line() + " ") == nil)
        #expect(Self.reason(Self.line() + "x") == .trailing)
        #expect(Self.reason(Self.line() + Self.line()) == .trailing)
    }

    @Test func `levels and bytes have a bound`() {
        func nested(_ depth: Int) -> String {
            Self.line(["extra": String(repeating: "[", count: depth) + String(repeating: "]", count: depth)])
        }
        #expect(Self.reason(nested(63)) == nil)
        #expect(Self.reason(nested(64)) == .tooDeep)
        #expect(Self.reason(nested(100_000)) == .tooDeep)
        let padding = 16 * 1_048_576 - Self.line().utf8.count
        #expect(Self.reason(Self.line() + String(repeating: " ", count: padding)) == nil)
        #expect(Self.reason(Self.line() + String(repeating: " ", count: padding + 1)) == .lineTooLong)
    }

    @Test func `every beginning of a line is refused`() throws {
        var lines = ForeignLines(seed: 7)
        for _ in 0..<5 {
            var line = lines.line()
            while line.last == UInt8(ascii: " ") || line.last == 9 || line.last == 13 { line.removeLast() }
            for count in 0..<line.count {
                #expect(throws: MalformedAccessRecord.self) { try Self.read(Array(line[..<count])) }
            }
        }
    }

    @Test(arguments: 1...8)
    func `a line reads as the plain reader reads it`(seed: UInt64) throws {
        var lines = ForeignLines(seed: seed)
        var reader = AccessRecordReader(workspace: "w")
        for number in 0..<200 {
            let line = lines.line()
            let naive = try #require(NaiveAccessRecord(line: line), "seed \(seed), line \(number)")
            let record = try reader.record(of: line)
            #expect(
                NaiveAccessRecord(row: AccessLogRow(record, view: .provider)) == naive, "seed \(seed), line \(number)")
            #expect(try Self.read(line) == record, "a reader that has read before: seed \(seed), line \(number)")
        }
    }

    @Test(arguments: 11...18)
    func `a damaged line is refused or reads as the plain reader reads it`(seed: UInt64) {
        var lines = ForeignLines(seed: seed)
        var generator = SeededGenerator(seed: seed)
        var reader = AccessRecordReader(workspace: "w")
        var acceptedCount = 0
        for number in 0..<400 {
            var line = lines.line()
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0..<line.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: line[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: line.insert(Array("\"\\{}[],:0-eu".utf8).randomElement(using: &generator) ?? 0, at: index)
                case 2: line.remove(at: index)
                default: line[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                }
            }
            // Foundation drops a byte order mark inside of a string.
            guard let record = try? reader.record(of: line), !line.contains([0xEF, 0xBB, 0xBF]) else { continue }
            acceptedCount += 1
            let isEqual = NaiveAccessRecord(row: AccessLogRow(record, view: .provider)) == NaiveAccessRecord(line: line)
            #expect(isEqual, "seed \(seed), line \(number): \(String(decoding: line, as: UTF8.self))")
        }
        #expect(acceptedCount > 20)
    }

    private static func outcome(
        of line: [UInt8], with reader: inout AccessRecordReader
    ) -> Result<AccessRecord, MalformedAccessRecord> {
        do throws(MalformedAccessRecord) {
            return .success(try reader.record(of: line))
        } catch {
            return .failure(error)
        }
    }

    /// Lines of one API whose details differ in their values, and here and there by a byte or two.
    @Test(arguments: 21...28)
    func `a detail reads the same whether its shape is remembered or not`(seed: UInt64) {
        var details = SimilarDetails(seed: seed)
        var reader = AccessRecordReader(workspace: "w")
        var partsCount = 0
        for number in 0..<600 {
            let line = Array(Self.line(["api_id": #""1""#, "detail": details.next()]).utf8)
            var fresh = AccessRecordReader(workspace: "w")
            let expected = Self.outcome(of: line, with: &fresh)
            let found = Self.outcome(of: line, with: &reader)
            #expect(found == expected, "seed \(seed), line \(number): \(String(decoding: line, as: UTF8.self))")
            if case .success(let record) = found, record.detail.parts != nil { partsCount += 1 }
        }
        #expect(partsCount > 200)
    }

    @Test func `a remembered shape says nothing of a string that goes on, ends early or is no text`() throws {
        let detail = SimilarDetails.detail(city: "x", status: "1")
        var reader = AccessRecordReader(workspace: "w")
        for _ in 0..<3 { _ = try reader.record(of: Array(Self.line(["detail": detail]).utf8)) }
        for changed in [
            String(detail.dropLast()) + #"x""#, String(detail.dropLast(5)) + "\"", String(detail.dropLast()),
            SimilarDetails.detail(city: "\t", status: "1"), SimilarDetails.detail(city: "\u{7F}", status: "1"),
            SimilarDetails.detail(city: #"\u0041"#, status: "1"), SimilarDetails.detail(city: "''", status: "1"),
            SimilarDetails.detail(city: "'", status: "1"), SimilarDetails.detail(city: "x", status: "01"),
            SimilarDetails.detail(city: "x", status: "-1"), SimilarDetails.detail(city: "x", status: "1e5"),
            SimilarDetails.detail(city: "", status: "1.5"), SimilarDetails.detail(city: "城 : 市", status: ""),
        ] {
            let line = Array(Self.line(["detail": changed]).utf8)
            var fresh = AccessRecordReader(workspace: "w")
            #expect(Self.outcome(of: line, with: &reader) == Self.outcome(of: line, with: &fresh), "\(changed)")
        }
    }
}
