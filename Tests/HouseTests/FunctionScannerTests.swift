import Testing

@Suite struct `Function scanner` {
    private func functions(in text: String) -> [FunctionScanner.Function] {
        FunctionScanner(code: SourceText(text).code).functions()
    }

    @Test func `a function counts from its first line to its closing brace`() {
        let found = functions(
            in: """
                struct A {
                    func first(
                        a: Int = { 3 }(),
                        b: [Int] = []
                    ) -> Int {
                        { "}" }() /* } */
                    }

                    func second() {}
                }
                """)
        #expect(
            found == [
                FunctionScanner.Function(name: "first", line: 2, lineCount: 6),
                FunctionScanner.Function(name: "second", line: 9, lineCount: 1),
            ])
    }

    @Test func `initialisers, subscripts and computed properties are functions, their calls are not`() {
        let found = functions(
            in: """
                class A {
                    init?(x: Int) {
                        self.init(x)
                    }
                    deinit { close() }
                    subscript(index: Int) -> Int { 1 }
                    var computed: Int {
                        get { 1 }
                    }
                    var stored: Int
                    var assigned = { 1 }()
                    let other = A.init(x: .init(1))
                    func `with a sentence for a name`() { B.init { 1 } }
                }
                """)
        #expect(found.map(\.name) == ["init", "deinit", "subscript", "computed", "with a sentence for a name"])
        #expect(found.map(\.lineCount) == [3, 1, 1, 3, 1])
    }

    @Test func `requirements of a protocol have no body`() {
        let found = functions(
            in: """
                protocol P {
                    func a() async throws -> [Int]
                    init(x: Int)
                    associatedtype Q
                    func b(_ body: (Int) -> Void)
                }
                func c() where Int: P {
                }
                """)
        #expect(found == [FunctionScanner.Function(name: "c", line: 7, lineCount: 2)])
    }

    @Test func `a function inside a function is counted with it and by itself`() {
        let found = functions(in: "func a() {\n    func b() {\n    }\n}\n")
        #expect(found.map(\.name) == ["a", "b"])
        #expect(found.map(\.lineCount) == [4, 2])
    }

    @Test func `a body that never ends reaches to the end of the file`() {
        #expect(functions(in: "func a() {\n    b(\n").map(\.lineCount) == [2])
    }
}
