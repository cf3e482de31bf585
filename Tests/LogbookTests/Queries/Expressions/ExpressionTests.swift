import DaybookTesting
import Logbook
import Testing

struct ExpressionTests {
    private static let times = TimeReader(now: Timestamp(seconds: 1_735_786_800))

    private static func read(_ text: String, _ kind: Stream.Kind = .access) throws -> Predicate {
        try ExpressionParser.predicate(text, of: kind, times: times)
    }

    @Test func `the example of the handbook`() throws {
        let predicate = try Self.read(
            #"status_code != "200" and duration > 100 and (api_name in ("a","b") or detail contains "x") "#
                + "and not app_id is null"
        )
        #expect(
            predicate
                == .and([
                    .not(.field(.access(.statusCode), equals: .integer(200))),
                    .field(.access(.duration), .compares(.greater, .integer(100))),
                    .or([
                        .field(.access(.apiName), .isAmong([.text("a"), .text("b")])),
                        .field(.access(.detail), .contains("x")),
                    ]),
                    .not(.field(.access(.appID), .isAbsent)),
                ]))
        #expect(
            predicate.description
                == #"status_code != 200 and duration > 100 and (api_name in ("a", "b") or detail contains "x") "#
                + "and app_id is not null"
        )
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>, Stream.Kind.allCases)
    func `what is printed reads as the same predicate`(seed: UInt64, kind: Stream.Kind) throws {
        var random = QuestionedRecords(seed: seed)
        for _ in 0..<40 {
            let predicate = random.predicate(kind, depth: 4)
            #expect(try Self.read(predicate.description, kind) == predicate, "seed \(seed): \(predicate)")
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `damaged expressions are read or refused, with a place in them`(seed: UInt64) throws {
        var random = QuestionedRecords(seed: seed)
        for _ in 0..<60 {
            var scalars = Array(random.predicate(.access).description.unicodeScalars)
            for _ in 0..<Int.random(in: 1...3, using: &random.random) {
                let index = Int.random(in: scalars.indices, using: &random.random)
                switch Int.random(in: 0..<3, using: &random.random) {
                case 0: scalars.remove(at: index)
                case 1: scalars.insert(random.random.pick(Array("(\"')!=<,\\ 9u{x店".unicodeScalars)), at: index)
                default: scalars.swapAt(index, Int.random(in: scalars.indices, using: &random.random))
                }
                if scalars.isEmpty { scalars = ["x"] }
            }
            let text = String(String.UnicodeScalarView(scalars))
            do {
                let predicate = try Self.read(text)
                #expect(try Self.read(predicate.description) == predicate, "seed \(seed): \(text)")
            } catch let error as QueryError {
                let position = try #require(error.position, "seed \(seed): \(text)")
                #expect((0...scalars.count).contains(position), "seed \(seed): \(text)")
            }
        }
    }

    @Test(arguments: [
        ("", 0, "syntax"), ("duration", 8, "syntax"), ("duration >", 10, "syntax"), ("duration > x", 11, "syntax"),
        ("detial = 'x'", 0, "unknownField"), ("店 = 1", 0, "syntax"), ("duration = 1 duration = 2", 13, "syntax"),
        ("duration = 1.5", 11, "syntax"), ("duration = 99999999999999999999", 11, "syntax"),
        ("(duration = 1", 13, "syntax"), ("duration = 1)", 12, "syntax"), ("api_name = 'x", 11, "syntax"),
        ("api_name = 'x\\q'", 13, "syntax"), ("api_name = '\\u{D800}'", 12, "syntax"),
        ("api_name = '\\", 12, "syntax"), ("api_name = 5", 11, "wrongType"),
        ("status_code = 'abc'", 14, "wrongType"), ("duration contains 'x'", 9, "wrongType"),
        ("api_name has 'a b'", 13, "wrongType"), ("access_time > 'yesterday'", 14, "badTime"),
        ("api_name is nil", 12, "syntax"), ("api_name in 'x'", 12, "syntax"), ("api_name in ('x' 'y')", 17, "syntax"),
        ("api_name contains 'x' ignoring", 30, "syntax"), ("not", 3, "syntax"), ("duration ! 1", 9, "syntax"),
        ("time > 'now'", 0, "unknownField"),
    ])
    func `an error names its place`(text: String, position: Int, code: String) {
        let error = #expect(throws: QueryError.self) { try Self.read(text) }
        #expect(error?.code.rawValue == code)
        #expect(error?.position == position)
    }

    @Test func `depth and length are bounded`() throws {
        let deep = String(repeating: "(", count: 100_000)
        #expect(throws: QueryError.self) { try Self.read(deep) }
        #expect(throws: QueryError.self) { try Self.read(String(repeating: "not ", count: 16_000) + "true") }
        let nested = String(repeating: "(", count: 40) + "true" + String(repeating: ")", count: 40)
        #expect(try Self.read(nested) == .always)
        let long = (0..<2_000).map { "duration = \($0)" }.joined(separator: " or ")
        #expect(try Self.read(long).normalized().fields == [.access(.duration)])
    }

    @Test func `texts may hold anything`() throws {
        let text = "a\"b'c\\d\n\r\t\0\u{1B}\u{7F}店🏪e\u{301}"
        let predicate = Predicate.field(.access(.detail), .contains(text))
        #expect(try Self.read(predicate.description) == predicate)
        #expect(!predicate.description.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
    }

    @Test func `words of the language may be written large, and joins bind as everywhere`() throws {
        let predicate = try Self.read("NOT duration=1 OR duration==2 AND duration<>3")
        let one = Predicate.field(.access(.duration), equals: .integer(1))
        let two = Predicate.field(.access(.duration), equals: .integer(2))
        let three = Predicate.field(.access(.duration), equals: .integer(3))
        #expect(predicate == .or([.not(one), .and([two, .not(three)])]))
    }

    @Test func `times are texts in quotes or the numbers of the API`() throws {
        let quarter = Predicate.field(
            .access(.accessTime), .compares(.greaterOrEqual, .time(Timestamp(seconds: 1_735_786_800 - 900))))
        #expect(try Self.read("access_time >= '-15m'") == quarter)
        #expect(try Self.read("access_time >= 1735785900000") == quarter)
        #expect(try Self.read("access_time >= '2025-01-02T02:45:00Z'") == quarter)
    }
}
