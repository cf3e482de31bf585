import Testing

@testable import DataService

struct DigitsTests {
    private static func number(_ text: String, in range: Range<Int>? = nil) -> Int64? {
        let bytes = Array(text.utf8)
        return decimalNumber(bytes.span, in: range ?? bytes.indices)
    }

    @Test(arguments: 1...19)
    func `digits of any length are a number, whatever stands around them`(count: Int) {
        let digits = String("9123372036854775807".prefix(count))
        for (before, behind) in [("", ""), ("", ","), ("x", ",\"duration\":12"), ("00", "7"), ("", "\0\0\0\0\0\0\0\0")]
        {
            let start = before.utf8.count
            #expect(Self.number(before + digits + behind, in: start..<start + count) == Int64(digits))
        }
    }

    @Test func `what 63 bits hold is a number, and nothing beyond`() {
        #expect(Self.number("9223372036854775807") == .max)
        #expect(Self.number("9223372036854775808") == nil)
        #expect(Self.number("9999999999999999999") == nil)
        for count in 20...40 { #expect(Self.number(String(repeating: "1", count: count)) == nil) }
    }

    @Test func `a zero stands alone, and never in front`() {
        #expect(Self.number("0") == 0)
        #expect(Self.number("") == nil)
        for text in ["00", "01", "00000000", "000000001"] { #expect(Self.number(text) == nil) }
    }

    @Test func `every byte that is no digit ends a number`() {
        let digits = Array("12345678901".utf8)
        for byte in UInt8.min ... .max where !isDigit(byte) {
            for place in digits.indices {
                var bytes = digits
                bytes[place] = byte
                var index = 0
                let number = decimalNumber(bytes.span, at: &index, to: bytes.count)
                #expect(number == Int64(String(decoding: digits[..<place], as: UTF8.self)))
                #expect(index == place)
            }
        }
    }

    private static func isText(_ bytes: [UInt8]) -> Bool {
        isASCII(bytes.span)
    }

    @Test func `a byte beyond ASCII is seen wherever it stands`() {
        for count in [1, 63, 64, 65, 127, 128, 200] {
            var bytes = [UInt8](repeating: 0x7F, count: count)
            #expect(Self.isText(bytes))
            for place in bytes.indices {
                bytes[place] = 0x80
                #expect(!Self.isText(bytes))
                bytes[place] = 0x7F
            }
        }
        #expect(Self.isText([]))
    }
}
