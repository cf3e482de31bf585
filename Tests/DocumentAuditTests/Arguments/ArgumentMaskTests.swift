import DocumentAudit
import Testing

@Suite struct ArgumentMaskTests {
    @Test(arguments: [
        (
            #"{"find":"orders","filter":{"_id":1,"city":{"$in":["a","b"]}},"limit":1}"#,
            #"{"find":"orders","filter":{"_id":"***","city":{"$in":["***","***"]}},"limit":"***"}"#
        ),
        (
            #"{"insert":"o","documents":[{"_id":{"$oid":"65"},"at":{"$date":"2026"},"x":null,"y":{}}]}"#,
            #"{"insert":"o","documents":[{"_id":"***","at":"***","x":"***","y":{}}]}"#
        ),
        (#"{"ping":1}"#, #"{"ping":1}"#),
        ("{}", "{}"),
        (#"{"find":"o","filter":{"a\"b\\":"\"}{,"}}"#, #"{"find":"o","filter":{"a\"b\\":"***"}}"#),
        (
            #"{"aggregate":"o","pipeline":[[],{"$match":{"数据":-1.5e3}}]}"#,
            #"{"aggregate":"o","pipeline":[[],{"$match":{"数据":"***"}}]}"#
        ),
    ])
    func `literals go and the form stays`(text: String, expected: String) {
        #expect(ArgumentMask.literals.applied(to: text) == expected)
    }

    @Test(arguments: [
        #"{"insert":"c","documents":[{"name":"a","card":{"number":"4711","bank":"x"}}]}"#,
        #"{"find":"c","filter":{"card.number":"4711"}}"#,
        #"{"find":"c","filter":{"card":{"number":{"$in":["4711",4711]}}}}"#,
        #"{"update":"c","updates":[{"q":{"_id":1},"u":{"$set":{"card.number":4711}}}]}"#,
        #"{"update":"c","updates":[{"q":{"a.0.card.number":{"$gt":4711}},"u":{"$push":{"card":{"number":4711}}}}]}"#,
        #"{"aggregate":"c","pipeline":[{"$match":{"$or":[{"card.number":1},{"card.number":{"$date":"4711"}}]}}]}"#,
        #"{"find":"c","filter":{"customer.card.number":"4711"}}"#,
        #"{"find":"c","filter":{"c\u0061rd\u002enumber":"4711"}}"#,
        #"{"find":"c","filter":{"card.number.last":4711,"$or":[{"card.number.0.first":"4711"}]}}"#,
    ])
    func `a declared field is masked wherever it stands`(text: String) throws {
        let masked = try ArgumentMask(fields: ["card.number", "secret"]).applied(to: text)
        #expect(!masked.contains("4711"))
        #expect(masked.contains(#""***""#))
    }

    @Test func `white space of texts from elsewhere stays`() throws {
        let text = #"{ "find" : "c", "filter" : { "card" : { "number" : { "$oid" : "4711" } }, "n" : [ 1 , {} ] } }"#
        let one = #"{ "find" : "c", "filter" : { "card" : { "number" : "***" }, "n" : [ 1 , {} ] } }"#
        #expect(
            try ArgumentMask(fields: ["card.number"]).applied(to: text).filter { $0 != " " } == one.filter { $0 != " " }
        )
        let all = #"{"find":"c","filter":{"card":{"number":"***"},"n":["***",{}]}}"#
        #expect(ArgumentMask.literals.applied(to: text).filter { $0 != " " } == all)
    }

    @Test func `other fields keep their values`() throws {
        let text = #"{"find":"c","filter":{"number":"4711","card":{"bank":"x"},"cardx":{"number":1}},"x":[1,{"y":2}]}"#
        #expect(try ArgumentMask(fields: ["card.number"]).applied(to: text) == text)
        #expect(try ArgumentMask(fields: []).applied(to: text) == text)
    }

    @Test(arguments: [
        "", "[", "{", #"{"a""#, #"{"a":"#, #"{"a":1"#, #"{"a":"b"#, #"{"a":"b\"#, "{}{}", "null", #"{"a":}"#,
    ])
    func `what is no object is not shown at all`(text: String) {
        #expect(ArgumentMask.literals.applied(to: text) == #"{"***":"***"}"#)
    }

    @Test(arguments: ["", ".", "a..b", "a.", "$set.a", "a.$b"])
    func `a path that leads nowhere is refused`(path: String) {
        #expect(throws: DocumentAuditError(.invalidField, "")) { try ArgumentMask(fields: [path]) }
    }

    @Test func `a text of many levels ends in a mask, not in a crash`() {
        let deep = #"{"a":"# + String(repeating: "[", count: 100_000)
        #expect(ArgumentMask.literals.applied(to: deep) == #"{"***":"***"}"#)
    }
}
