import Foundation
import Testing

@testable import daybook

@Suite struct AuditFileTests {
    private static func line(_ number: Int) -> String {
        let time = Date(timeIntervalSince1970: 1_700_000_000 + Double(number)).ISO8601Format()
        return #"{"atype":"logout","ts":{"$date":"\#(time)"},"param":{"n":\#(number)},"result":0}"# + "\n"
    }

    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "collect-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func write(_ lines: [Int], to url: URL) throws {
        try Data(lines.map(Self.line).joined().utf8).write(to: url)
    }

    private func all(_ folder: URL) throws -> [AuditFile] {
        var family = AuditFileFamily(path: folder.appending(path: "audit.json").path())
        return try family.files()
    }

    @Test func `files stand in the order of their first events, whatever their names say`() throws {
        try inFolder { folder in
            try write([30], to: folder.appending(path: "audit.json"))
            try write([10], to: folder.appending(path: "audit.json.2"))
            try write([20], to: folder.appending(path: "audit.json-20231114"))
            try write([5], to: folder.appending(path: "audit.jsonl"))
            try write([6], to: folder.appending(path: "other.json"))
            try Data("no audit message\n".utf8).write(to: folder.appending(path: "audit.json.1"))
            try Data(Self.line(40).dropLast().utf8).write(to: folder.appending(path: "audit.json.3"))
            let names = try all(folder).map { URL(filePath: $0.path).lastPathComponent }
            #expect(names == ["audit.json.2", "audit.json-20231114", "audit.json"])
        }
    }

    @Test func `a copy is the same file, and of two the longer counts`() throws {
        try inFolder { folder in
            try write([1, 2, 3], to: folder.appending(path: "audit.json"))
            try write([1, 2], to: folder.appending(path: "audit.json.1"))
            let files = try all(folder)
            #expect(files.map(\.byteCount) == [3 * Self.line(1).utf8.count])
            #expect(files.first?.path.hasSuffix("audit.json") == true)
        }
    }

    @Test func `whole lines are read, and a rest only of a file that is complete`() throws {
        try inFolder { folder in
            let url = folder.appending(path: "audit.json")
            try Data((Self.line(1) + Self.line(2) + "rest").utf8).write(to: url)
            let file = try #require(try all(folder).first)
            var reader = LineReader()
            let length = Self.line(1).utf8.count
            let lines = try #require(try reader.lines(of: file, from: length, takesRest: false))
            #expect(String(decoding: lines.bytes, as: UTF8.self) == Self.line(2))
            #expect(try reader.lines(of: file, from: 2 * length, takesRest: false) == nil)
            #expect(try reader.lines(of: file, from: 2 * length, takesRest: true)?.isUnfinished == true)
            #expect(try reader.lines(of: file, from: 2 * length + 4, takesRest: true) == nil)
        }
    }

    @Test func `nothing is read of a file that was written anew`() throws {
        try inFolder { folder in
            let url = folder.appending(path: "audit.json")
            try write([1, 2], to: url)
            let file = try #require(try all(folder).first)
            try write([3, 4, 5, 6], to: url)
            var reader = LineReader()
            #expect(try reader.lines(of: file, from: Self.line(1).utf8.count, takesRest: true) == nil)
        }
    }

    @Test(arguments: ["", "1.2", "1.g.3", "1.2.-3", "a.2.3", "1.2.3.4", "..", "1.10000000000000000.3"])
    func `what is no position is none`(text: String) {
        #expect(FilePosition(text: text) == nil)
    }

    @Test func `a position reads back`() {
        let position = FilePosition(file: FileIdentity(time: -5, mark: .max), offset: .max)
        #expect(FilePosition(text: position.text) == position)
    }
}
