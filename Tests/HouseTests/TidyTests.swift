import Testing

@Suite struct `The house is tidy` {
    private static func files() throws -> [SourceFile] {
        try House.sources() + House.tests()
    }

    private func expectNone(_ findings: [String]) {
        for finding in findings {
            Issue.record("\(finding)")
        }
    }

    @Test func `no function is longer than a screen`() throws {
        expectNone(try Self.files().flatMap(Tidy.longFunctions))
    }

    @Test func `no file is longer than a walk`() throws {
        expectNone(try Self.files().flatMap(Tidy.longFile))
    }

    @Test func `no line is longer than the format allows`() throws {
        expectNone(try Self.files().flatMap(Tidy.longLines))
    }

    @Test func `nobody calls what the house does without`() throws {
        expectNone(try Self.files().flatMap(Tidy.banned))
    }

    @Test func `what is to be inlined in other targets can be`() throws {
        expectNone(try House.sources().flatMap(Tidy.hiddenFromInlining))
    }

    @Test func `the checks see the whole house`() throws {
        let files = try Self.files()
        #expect(files.contains { $0.path == "Tests/HouseTests/TidyTests.swift" })
        #expect(Set(files.filter { !$0.isTest }.map(\.target)).count == Picture.house.rooms.count)
    }
}

@Suite struct `Tidy rules` {
    private func file(_ text: String, at path: String = "Sources/Logbook/Planted.swift") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    @Test func `a function of 70 lines passes, one of 71 does not`() {
        let inner = String(repeating: "    a()\n", count: 68)
        #expect(Tidy.longFunctions(in: file("func f() {\n\(inner)}\n")) == [])
        #expect(
            Tidy.longFunctions(in: file("\nfunc f() {\n\(inner)    a()\n}\n"))
                == ["Sources/Logbook/Planted.swift:2: f has 71 lines"])
    }

    @Test func `files may have 500 lines, test files 800`() {
        let text = String(repeating: "\n", count: 501)
        #expect(Tidy.longFile(file(String(text.dropLast()))) == [])
        #expect(Tidy.longFile(file(text)) == ["Sources/Logbook/Planted.swift: the file has 501 lines"])
        #expect(Tidy.longFile(file(text, at: "Tests/LogbookTests/Planted.swift")) == [])
    }

    @Test func `lines may have 120 characters`() {
        let line = String(repeating: "é", count: 120)
        #expect(Tidy.longLines(in: file("\(line)\n")) == [])
        #expect(Tidy.longLines(in: file("\n\(line)x")).count == 1)
    }

    @Test func `inlinable functions want a type that is usable from inlined code`() {
        let inner = "    @inlinable package func f() {}\n}\n"
        for type in ["package struct A {\n", "@safe package struct A {\n", "package final class A {\n"] {
            #expect(
                Tidy.hiddenFromInlining(in: file(type + inner))
                    == ["Sources/Logbook/Planted.swift:2: A is not usable from inlined code"])
            #expect(Tidy.hiddenFromInlining(in: file("@usableFromInline\n" + type + inner)) == [])
            #expect(Tidy.hiddenFromInlining(in: file("@usableFromInline " + type + inner)) == [])
        }
        #expect(Tidy.hiddenFromInlining(in: file("package struct A {}\nextension A {\n" + inner)).count == 1)
        #expect(Tidy.hiddenFromInlining(in: file("package struct A {}\nextension Int {\n" + inner)) == [])
        #expect(Tidy.hiddenFromInlining(in: file("struct A {\n" + inner)) == [])
    }

    @Test(arguments: [
        "let a = try! b()", "fatalError(\"\")", "print(1)", "  debugPrint(a)", "DispatchQueue.main.async {}",
        "// \("TO" + "DO") later",
    ])
    func `a banned call is found`(line: String) {
        #expect(Tidy.banned(in: file(line)).count == 1)
    }

    @Test(arguments: [
        "let todo = \"print(1)\"", "// try! is not used", "fingerprint(1)", "text.print(1)", "try !a()",
    ])
    func `what only looks like a banned call passes`(line: String) {
        #expect(Tidy.banned(in: file(line)) == [])
    }

    @Test func `a rule holds where it was made for`() {
        #expect(Tidy.banned(in: file("print(1)", at: "Sources/daybook/Planted.swift")) == [])
        #expect(Tidy.banned(in: file("fatalError()", at: "Tests/LogbookTests/Planted.swift")) == [])
        #expect(Tidy.banned(in: file("FileManager.default", at: "Sources/Identity/Planted.swift")).count == 1)
        #expect(Tidy.banned(in: file("FileManager.default", at: "Sources/Catalog/Planted.swift")) == [])
    }
}
