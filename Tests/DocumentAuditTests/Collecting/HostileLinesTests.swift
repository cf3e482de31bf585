import DaybookTesting
import DocumentAudit
import Foundation
import Logbook
import Testing

/// Lines that somebody has tampered with, by the thousand: whatever is taken of them is written as one object of JSON.
@Suite struct HostileLinesTests {
    private static let lines = [
        #"{ "atype" : "authCheck", "ts" : { "$date" : "2026-11-21T07:29:08.119+00:00" }, "local" : { "ip" : "::1" }, "#
            + #""users" : [ { "user" : "数据\"", "db" : "a" } ], "param" : { "command" : "find", "ns" : "a.b", "#
            + #""args" : { "filter" : { "card.number" : [ 1.5e3, null, true, "\ud83d\ude00\\" ] } } }, "result" : 0 }"#,
        #"{"class_uid":6003,"time":1710715315002,"actor":{"user":{"name":"admin.eve"}},"unmapped":{"n":[-0.0,{}]},"#
            + #""api":{"operation":"getParameter","request":{"uid":"admin"},"response":{"code":13}}}"#,
    ]

    private static func tampered(_ line: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var line = line
        let alphabet = Array(#"{}[]":,\0-eu$ "#.utf8) + [0x00, 0x0D, 0x7F, 0xC3, 0xFF]
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !line.isEmpty {
            let place = Int.random(in: line.indices, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: line.remove(at: place)
            case 1: line.insert(alphabet.randomElement(using: &generator) ?? 0, at: place)
            case 2: line[place] = alphabet.randomElement(using: &generator) ?? 0
            default: line.removeSubrange(place...)
            }
        }
        return line
    }

    @Test func `a tampered line is refused, or written as one object`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let mask = try ArgumentMask(fields: ["card.number", "n"])
        for _ in 0..<4_000 {
            let line = Self.tampered(
                Array(Self.lines.randomElement(using: &generator)?.utf8 ?? "".utf8), using: &generator)
            guard var event = try? ServerAuditLine(line).event else { continue }
            for arguments in [event.arguments, mask.applied(to: event.arguments)] {
                event.arguments = arguments
                var bytes: [UInt8] = []
                AuditLine.append(event.measured(), to: &bytes)
                #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 1, "seed \(seed)")
                let object = try? JSONSerialization.jsonObject(with: Data(bytes))
                #expect(object is [String: Any], "seed \(seed): \(String(decoding: line, as: UTF8.self))")
            }
        }
    }

    /// A random document in which every value of the field `secret`, and nothing else, holds the word.
    private static func document(_ depth: Int, hides: Bool, using generator: inout SeededGenerator) -> String {
        let word =
            hides ? "\"hush\"" : ["1", "true", "null", "\"open\"", "-2.5", "{}", "[]"].randomElement(using: &generator)
        guard depth > 0, Bool.random(using: &generator) else { return word ?? "null" }
        let count = Int.random(in: 0...3, using: &generator)
        if Bool.random(using: &generator) {
            let elements = (0..<count).map { _ in document(depth - 1, hides: hides, using: &generator) }
            return "[" + elements.joined(separator: " , ") + "]"
        }
        let names = [
            "a", "$set", "secret", "b.secret", "secret.0", "secret.deep", "b.secret.c", "secrets", "0", "c\\\"d",
        ]
        let fields = (0..<count).map { _ -> String in
            let name = names.randomElement(using: &generator) ?? "a"
            let isSecret = name.split(separator: ".").contains("secret")
            return "\"\(name)\" : \(document(depth - 1, hides: hides || isSecret, using: &generator))"
        }
        return "{" + fields.joined(separator: ",") + "}"
    }

    @Test func `no value of a declared field is left, wherever it stands, and nothing else is touched`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let mask = try ArgumentMask(fields: ["secret"])
        for _ in 0..<2_000 {
            let fields = (0..<3).map { "\"f\($0)\":\(Self.document(5, hides: false, using: &generator))" }
            let text = "{\(fields.joined(separator: ","))}"
            let masked = mask.applied(to: text)
            #expect(!masked.contains("hush"), "seed \(seed): \(text)")
            #expect((try? JSONSerialization.jsonObject(with: Data(masked.utf8))) is [String: Any], "seed \(seed)")
            if !text.contains("secret\"") && !text.contains("secret.") {
                #expect(masked == text, "seed \(seed)")
            }
            let opens = { (text: String) in text.components(separatedBy: "\"open\"").count }
            #expect(opens(masked) == opens(text), "seed \(seed): \(text)")
        }
    }
}
