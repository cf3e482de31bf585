import DaybookTesting
import DocumentAudit
import Testing

/// Values that expressions compare with a declared field: 4711 is one of them wherever it stands here.
@Suite struct MaskedExpressionTests {
    private let mask: ArgumentMask

    init() throws {
        mask = try ArgumentMask(fields: ["ssn", "card.number"])
    }

    @Test(arguments: [
        #"{"find":"c","filter":{"$expr":{"$eq":["$ssn","4711"]}}}"#,
        #"{"find":"c","filter":{"$expr":{"$eq":["4711","$ssn"]}}}"#,
        #"{"find":"c","filter":{"$expr":{"$in":[{"$toLower":"$customer.card.number"},["a","4711"]]}}}"#,
        #"{"find":"c","filter":{"$expr":{"$eq":["$card",{"$literal":{"no":"4711"}}]}}}"#,
        #"{"find":"c","filter":{"$or":[{"city":"x"},{"$expr":{"$eq":["$\u0073sn",{"$date":"4711"}]}}]}}"#,
        #"{"find":"c","projection":{"x":{"$cond":[{"$eq":["$ssn",4711]},1,0]}}}"#,
        #"{"find":"c","let":{"s":"4711"},"filter":{"$expr":{"$eq":["$ssn","$$s"]}}}"#,
        #"{"explain":{"find":"c","let":{"s":"4711"},"filter":{"$expr":{"$eq":["$ssn","$$s"]}}}}"#,
        #"{"find":"c","filter":{"$expr":{"$let":{"vars":{"s":"$ssn"},"in":{"$eq":["$$s","4711"]}}}}}"#,
        #"{"find":"c","filter":{"$where":"this['s'+'sn'] == '4711'"}}"#,
        #"{"find":"c","filter":{"$where":{"$code":"this.ssn == '4711'"}}}"#,
        #"{"find":"c","filter":{"$jsonSchema":{"properties":{"card":{"properties":{"number":{"enum":["4711"]}}}}}}}"#,
        #"{"find":"c","filter":{"$expr":{"$eq":[{"$getField":{"$concat":["s","sn"]}},"4711"]}}}"#,
        #"{"find":"c","filter":{"$expr":{"$in":["4711",{"$objectToArray":"$$ROOT"}]}}}"#,
        #"{"find":"c","filter":{"$expr":{"$function":{"body":"f","args":["$x","4711"],"lang":"js"}}}}"#,
        #"{"mapReduce":"c","map":"if (this.ssn == '4711') emit(1)","reduce":"x","scope":{"s":"4711"}}"#,
        #"{"update":"c","updates":[{"q":{},"u":[{"$set":{"hit":{"$eq":["$ssn","4711"]}}}]}]}"#,
        #"{"update":"c","updates":[{"q":{},"u":[{"$set":{"a":"$ssn"}},{"$set":{"b":{"$eq":["$a","4711"]}}}]}]}"#,
        #"{"update":"c","updates":[{"q":{},"u":[{"$set":{"ssn":"$$s"}}],"c":{"s":"4711","u":"$ssn"}}]}"#,
        #"{"bulkWrite":1,"ops":[{"update":0,"filter":{"$expr":{"$eq":["$ssn","$$s"]}},"constants":{"s":"4711"}}]}"#,
        #"{"findAndModify":"c","update":[{"$set":{"x":{"$setField":{"field":"ssn","input":{},"value":4711}}}}]}"#,
        #"{"aggregate":"c","pipeline":[{"$match":{"$expr":{"$eq":["$ssn","4711"]}}}]}"#,
        #"{"aggregate":"c","pipeline":[{"$project":{"x":"$ssn"}},{"$match":{"x":"4711"}}]}"#,
        #"{"aggregate":"c","pipeline":[{"$group":{"_id":"$ssn"}},{"$sort":{"_id":1}},"#
            + #"{"$match":{"_id":{"$in":["4711"]}}}]}"#,
        #"{"aggregate":"c","pipeline":[{"$group":{"_id":null,"all":{"$push":"$$ROOT"}}},{"$match":{"all.x":"4711"}}]}"#,
        #"{"aggregate":"c","pipeline":[{"$bucket":{"groupBy":"$ssn","boundaries":["4711","5"],"default":"x"}}]}"#,
        #"{"aggregate":"c","pipeline":[{"$project":{"x":{"$switch":{"branches":[{"case":{"$eq":["$ssn","#
            + #""4711"]}}]}}}}]}"#,
        #"{"aggregate":"c","pipeline":[{"$facet":{"f":[{"$set":{"x":"$ssn"}},{"$match":{"x":"4711"}}]}}]}"#,
        #"{"aggregate":"c","pipeline":[{"$facet":{"f":[{"$set":{"x":"$ssn"}}]}},{"$match":{"f.x":"4711"}}]}"#,
        #"{"aggregate":"c","pipeline":[{"$lookup":{"from":"d","localField":"ssn","foreignField":"k","#
            + #""as":"d"}},{"$match":{"d.k":"4711"}}]}"#,
        #"{"aggregate":"c","pipeline":[{"$lookup":{"from":"d","pipeline":[{"$match":{"$expr":{"$eq":["$$s","#
            + #""4711"]}}}],"let":{"s":"$ssn"}}}]}"#,
        #"{"aggregate":"c","pipeline":[{"$search":{"text":{"path":"ssn","query":"4711"}}}]}"#,
        #"{"aggregate":"c","pipeline":[{"$set":{"x":"$card"}},{"$match":{"x":"$card.number.4711"}}]}"#,
    ])
    func `a literal that meets a declared field is not shown`(text: String) {
        let masked = mask.applied(to: text)
        #expect(!masked.contains("4711"))
        #expect(masked.contains(#""***""#))
    }

    @Test(arguments: [
        (
            #"{"find":"c","filter":{"city":"x","$expr":{"$and":[{"$eq":["$ssn","1"]},{"$gt":["$n",5]}]}},"limit":3}"#,
            #"{"find":"c","filter":{"city":"x","$expr":{"$and":[{"$eq":["$ssn","***"]},{"$gt":["***","#
                + #""***"]}]}},"limit":3}"#
        ),
        (
            #"{"aggregate":"c","pipeline":[{"$match":{"city":"x"}},{"$unwind":"$card"},{"$limit":5},"#
                + #"{"$group":{"_id":"$ssn","n":{"$sum":1}}},{"$limit":2}],"cursor":{"batchSize":9}}"#,
            #"{"aggregate":"c","pipeline":[{"$match":{"city":"x"}},{"$unwind":"$card"},{"$limit":5},"#
                + #"{"$group":{"_id":"$ssn","n":{"$sum":"***"}}},{"$limit":"***"}],"cursor":{"batchSize":9}}"#
        ),
        (
            #"{"update":"c","updates":[{"q":{"_id":1},"u":{"$set":{"ssn":"2","city":"x"},"$inc":{"n":1}}}]}"#,
            #"{"update":"c","updates":[{"q":{"_id":1},"u":{"$set":{"ssn":"***","city":"x"},"$inc":{"n":1}}}]}"#
        ),
    ])
    func `what has nothing to do with a declared field stays`(text: String, expected: String) {
        #expect(mask.applied(to: text) == expected)
    }

    @Test(arguments: [
        #"{"find":"c","filter":{"$expr":{"$eq":["$city","x"]},"n":{"$in":[1,2]}},"let":{"a":1}}"#,
        #"{"insert":"c","documents":[{"c":2,"map":"x","note":"my ssn is secret","x":["ssn","$ssn"]}]}"#,
        #"{"insert":"c","documents":[{"let":1,"c":2,"map":"x","note":"my ssn is secret"}]}"#,
        #"{"aggregate":"c","pipeline":[{"$project":{"x":{"$concat":["$a","ssnx","xcard","number"]}}},"#
            + #"{"$match":{"x":"y"}}]}"#,
        #"{"aggregate":"ssn","pipeline":[{"$facet":{"f":[{"$match":{"x":1}}]}}],"cursor":{}}"#,
    ])
    func `a command that names no declared field keeps its values`(text: String) {
        #expect(mask.applied(to: text) == text)
    }

    @Test func `without declared fields expressions are what they were`() throws {
        let text = #"{"find":"c","filter":{"$where":"x","$expr":{"$eq":["$ssn","4711"]}},"let":{"a":1}}"#
        #expect(try ArgumentMask(fields: []).applied(to: text) == text)
    }

    @Test(.timeLimit(.minutes(1))) func `a text that is made to be slow is not`() {
        let opened = String(repeating: #"[{"$facet":{"a":"#, count: 60)
        let closed = String(repeating: "}}]", count: 60)
        let words = (0..<20_000).map { "\"\($0)\"" }.joined(separator: ",")
        let variables = (0..<20_000).map { _ in #"{"let":{"$x":1}}"# }.joined(separator: ",")
        let dots = String(repeating: "a.", count: 200_000)
        for text in [
            #"{"aggregate":"c","pipeline":\#(opened)[\#(words),"$ssn"]\#(closed)}"#,
            #"{"insert":"c","documents":[\#(variables)]}"#, #"{"x":1,"u":{"$set":{"t":"\#(dots)"}}}"#,
        ] {
            #expect(mask.applied(to: text).hasSuffix("}"))
        }
    }

    @Test func `the walk does what its rule says in plain words`() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var grower = TreeGrower(generator: SeededGenerator(seed: seed))
        for _ in 0..<4_000 {
            let tree = grower.command()
            let model = MaskModel(declared: [["ssn"], ["card", "number"]], command: tree)
            #expect(mask.applied(to: tree.json) == model.masked.json, "\(tree.json)")
        }
    }

    @Test func `what is below or behind a name of a declared field is never shown`() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var grower = TreeGrower(generator: SeededGenerator(seed: seed))
        for _ in 0..<1_000 {
            let stages = (0..<3).map { _ in grower.stage(secret: .text("4711")) }
            let first = Tree.object([("$project", .object([("x", .array([.text("$ssn"), grower.tree(depth: 2)]))]))])
            let command = Tree.object([
                ("aggregate", .text("c")), ("pipeline", .array([first] + stages)),
                ("let", .object([("v", .text("4711"))])),
            ])
            #expect(!mask.applied(to: command.json).contains("4711"), "\(command.json)")
        }
    }
}

/// Makes commands that no server would take, out of the words that matter.
private struct TreeGrower {
    var generator: SeededGenerator

    private static let keys = [
        "$eq", "$match", "$and", "$or", "$expr", "$set", "$project", "$facet", "$where", "$getField", "$jsonSchema",
        "$unwind", "$literal", "a", "a.0.b", "ssn", "card", "number", "card.number", "let", "c", "updates", "ops",
        "constants", "map", "properties", "items", "pipeline", "explain",
    ]
    private static let texts = [
        "$ssn", "$$ROOT", "$$CURRENT", "$$CURRENT.a", "$card", "card.0.number", "$x.card.number.y", "ssn", "x.ssn",
        "$a",
        "number", "$number", "x", "", "$", "4711", "ssn.4711",
    ]

    mutating func command() -> Tree {
        .object([("find", .text("c"))] + fields(depth: 5))
    }

    mutating func stage(secret: Tree) -> Tree {
        let key = ["$match", "$set", "$limit", "$and", "$facet"].randomElement(using: &generator) ?? "$match"
        return .object([(key, .object([("x", secret), ("y", .array([tree(depth: 2), secret]))]))])
    }

    mutating func tree(depth: Int) -> Tree {
        let kind = depth == 0 ? 9 : Int.random(in: 0..<10, using: &generator)
        switch kind {
        case 0..<4: return .object(fields(depth: depth - 1))
        case 4..<7: return .array((0..<Int.random(in: 0..<4, using: &generator)).map { _ in tree(depth: depth - 1) })
        case 7: return .number(Int.random(in: 0..<9, using: &generator))
        default: return .text(Self.texts.randomElement(using: &generator) ?? "")
        }
    }

    private mutating func fields(depth: Int) -> [(key: String, value: Tree)] {
        (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
            (Self.keys.randomElement(using: &generator) ?? "", tree(depth: depth))
        }
    }
}
