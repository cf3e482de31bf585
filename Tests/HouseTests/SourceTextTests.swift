import Testing

@Suite struct `Source text` {
    @Test func `comments are told from code, line for line`() {
        let source = SourceText("let a = 1 // one\n/* two\n/* inner */ three */ let b = 2\n")
        #expect(source.code == "let a = 1       \n      \n                     let b = 2\n")
        #expect(source.comments == "          // one\n/* two\n/* inner */ three */          \n")
    }

    @Test(arguments: [
        (#"f("a { // b") + g"#, #"f(          ) + g"#),
        (#"f("\"{") + g"#, #"f(     ) + g"#),
        (##"f(#"a"{"#) + g"##, ##"f(       ) + g"##),
        (#"f("\(h("{")) {") + g"#, #"f(             ) + g"#),
        (##"f(#"\#(h(")")) \( "#) + g"##, ##"f(                  ) + g"##),
        ("f(\"\"\"\n{ \"\" \\\"\"\"\n\"\"\") + g", "f(   \n         \n   ) + g"),
        (##"f(#""""#) + g"##, "f(      ) + g"),
        (##"f(#"""#, "{") + g"##, "f(     ,    ) + g"),
        ("f(\"never closed {\n) + g", "f(               \n) + g"),
    ])
    func `string literals are neither code nor comment`(text: String, code: String) {
        let source = SourceText(text)
        #expect(source.code == code)
        #expect(source.comments.allSatisfy { $0.isWhitespace })
    }

    @Test func `text that ends in the middle of anything is taken as far as it goes`() {
        for text in ["\"", "\"\"\"", "#\"", "\"\\", "\"\\(", "\"\\(\"", "/*", "/* /", "#", "\"\\(a"] {
            #expect(SourceText(text).code.utf8.count == text.utf8.count)
        }
    }
}
